/// Plots below each other in one frame over one horizontal axis. They share the width of their tick labels, so that an x
/// has the same column in all of them.
package struct PlotStack: Widget, Equatable, Sendable {
  package struct Part: Equatable, Sendable {
    package var plot: LinePlot
    /// Its weight in dividing the height.
    package var weight: Int

    package init(_ plot: LinePlot, weight: Int) {
      self.plot = plot
      self.weight = weight
    }
  }

  /// From top to bottom. All have the same x axis.
  package var parts: [Part]
  package var focused: Bool

  package init(_ parts: [Part], focused: Bool = false) {
    self.parts = parts
    self.focused = focused
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    buffer.frame(rect, title: parts.first?.plot.title ?? "", focused: focused)
    for (index, placed) in placed(in: rect, unicode: context.capabilities.unicode).enumerated() {
      if index > 0 { drawDivider(placed.plot.title, in: placed.heading, &buffer) }
      let isLast = index == parts.count - 1
      placed.plot.drawContents(
        into: &buffer, in: placed.inner, heading: placed.heading, axisRow: isLast ? rect.maxY - 1 : nil,
        namesCursor: index == 0, context)
    }
  }

  /// The x at a place of the screen; nil where there is none of the curves' cells.
  package func x(atX column: Int, y: Int, in rect: Rect, unicode: Bool) -> Double? {
    placed(in: rect, unicode: unicode).lazy
      .compactMap { $0.plot.x(atX: column, y: y, inside: $0.inner, unicode: unicode) }.first
  }

  /// The plots with the gutter that they share, the line above each and the cells beneath that.
  private func placed(in rect: Rect, unicode: Bool) -> [(plot: LinePlot, heading: Rect, inner: Rect)] {
    let inner = rect.inset(columns: 1, rows: 1)
    let lengths = parts.map { Length.flexible($0.weight) }.flatMap { [Length.fixed(1), $0] }.dropFirst()
    let rows = [Rect(x: inner.x, y: rect.y, width: inner.width, height: 1)] + inner.rows(Array(lengths))
    let gutter = parts.indices.compactMap { index in
      PlotFrame(parts[index].plot, inner: rows[2 * index + 1], unicode: unicode)?.gutter
    }.max()
    return parts.enumerated().map { index, part in
      var plot = part.plot
      plot.gutter = gutter
      return (plot, Rect(x: rect.x, y: rows[2 * index].y, width: rect.width, height: 1), rows[2 * index + 1])
    }
  }

  private func drawDivider(_ title: String, in line: Rect, _ buffer: inout Buffer) {
    let style = focused ? Style(.focus, .bold) : Style(.border)
    for x in line.x..<line.maxX { buffer.put(focused ? "━" : "─", x: x, y: line.y, style: style) }
    buffer.put(focused ? "┣" : "├", x: line.x, y: line.y, style: style)
    buffer.put(focused ? "┫" : "┤", x: line.maxX - 1, y: line.y, style: style)
    buffer.write(" \(title) ", x: line.x + 1, y: line.y, style: Style(.title), width: line.width - 2)
  }
}
