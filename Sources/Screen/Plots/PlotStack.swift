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
    let inner = buffer.frame(rect, title: parts.first?.plot.title ?? "", focused: focused)
    let lengths = parts.map { Length.flexible($0.weight) }.flatMap { [Length.fixed(1), $0] }.dropFirst()
    let rows = [Rect(x: inner.x, y: rect.y, width: inner.width, height: 1)] + inner.rows(Array(lengths))
    let unicode = context.capabilities.unicode
    let gutter = parts.indices.compactMap { index in
      PlotFrame(parts[index].plot, inner: rows[2 * index + 1], unicode: unicode)?.gutter
    }.max()
    for (index, part) in parts.enumerated() {
      var plot = part.plot
      plot.gutter = gutter
      let line = Rect(x: rect.x, y: rows[2 * index].y, width: rect.width, height: 1)
      if index > 0 { drawDivider(plot.title, in: line, &buffer) }
      let isLast = index == parts.count - 1
      plot.drawContents(
        into: &buffer, in: rows[2 * index + 1], heading: line, axisRow: isLast ? rect.maxY - 1 : nil,
        namesCursor: index == 0, context)
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
