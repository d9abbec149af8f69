package struct PlotPoint: Equatable, Sendable {
  package var x: Double
  /// Where it is NaN, the curve has a gap.
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// Curves over a pair of axes, in a frame with ticks at its left and in its lower line.
///
/// Where several points fall into one column, it is drawn from the least to the greatest, so that no spike is lost
/// however long the history is.
package struct LinePlot: Widget, Equatable, Sendable {
  package struct Series: Equatable, Sendable {
    package enum Shape: Sendable {
      case line, markers, markedLine
    }
    package var name: String
    /// In order of x.
    package var points: [PlotPoint]
    package var role: Role
    package var shape: Shape
    /// Tells the curve apart without colour: on its points or at its end, and in the legend.
    package var marker: Unicode.Scalar

    package init(
      _ name: String, _ points: [PlotPoint], role: Role, shape: Shape = .line, marker: Unicode.Scalar = "●"
    ) {
      self.name = name
      self.points = points
      self.role = role
      self.shape = shape
      self.marker = marker
    }
  }

  /// An event on the horizontal axis.
  package struct Mark: Equatable, Sendable {
    package var x: Double
    package var label: String
    /// The value that it points to; nil: it stands on the axis.
    package var y: Double?

    package init(x: Double, label: String, y: Double? = nil) {
      self.x = x
      self.label = label
      self.y = y
    }
  }

  package var title: String
  /// Later ones are drawn over earlier ones.
  package var series: [Series]
  package var x: PlotAxis
  package var y: PlotAxis
  package var marks: [Mark]
  /// An x with a vertical line, whose values stand in the legend.
  package var cursor: Double?
  package var focused: Bool
  /// Width of the tick labels of y; nil: as needed.
  package var gutter: Int?
  /// Shown while there are no points.
  package var emptyText: String
  /// Shown beside the legend if points are outside the range.
  package var outsideHint: String

  package init(
    title: String, series: [Series], x: PlotAxis = PlotAxis(), y: PlotAxis = PlotAxis(), marks: [Mark] = [],
    cursor: Double? = nil, focused: Bool = false, emptyText: String = "nothing to show yet",
    outsideHint: String = ""
  ) {
    self.title = title
    self.series = series
    self.x = x
    self.y = y
    self.marks = marks
    self.cursor = cursor
    self.focused = focused
    self.emptyText = emptyText
    self.outsideHint = outsideHint
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, focused: focused)
    let heading = Rect(x: rect.x, y: rect.y, width: rect.width, height: 1)
    drawContents(into: &buffer, in: inner, heading: heading, axisRow: rect.maxY - 1, namesCursor: true, context)
  }

  /// The x at a place of the screen; nil where there is none of the curves' cells.
  package func x(atX column: Int, y: Int, in rect: Rect, unicode: Bool) -> Double? {
    x(atX: column, y: y, inside: rect.inset(columns: 1, rows: 1), unicode: unicode)
  }

  /// The same, of the inside of the frame.
  func x(atX column: Int, y: Int, inside inner: Rect, unicode: Bool) -> Double? {
    guard inner.width >= 8, inner.height >= 2, let frame = PlotFrame(self, inner: inner, unicode: unicode),
      frame.area.contains(x: column, y: y)
    else { return nil }
    return frame.value(atColumn: column)
  }

  /// Draws the inside of the frame, the legend into `heading`, the ticks of x into `axisRow`.
  func drawContents(
    into buffer: inout Buffer, in inner: Rect, heading: Rect, axisRow: Int?, namesCursor: Bool,
    _ context: RenderContext
  ) {
    guard inner.width >= 8, inner.height >= 2 else { return }
    guard let frame = PlotFrame(self, inner: inner, unicode: context.capabilities.unicode) else {
      buffer.write(
        emptyText, x: inner.x + 1, y: inner.y + inner.height / 2, style: Style(.muted), width: inner.width - 2,
        align: .centre)
      return
    }
    frame.drawGrid(of: self, into: &buffer)
    if let axisRow { frame.drawSteps(into: &buffer, row: axisRow) }
    frame.drawCurves(of: self, into: &buffer, colour: context.capabilities.colour)
    let isWhole = frame.drawOutside(of: self, into: &buffer) == 0
    frame.drawMarks(of: self, into: &buffer)
    drawLegend(into: &buffer, in: heading, namesCursor: namesCursor, hint: isWhole ? "" : outsideHint)
  }

  /// Names, and the values at the cursor, in the frame's upper line.
  private func drawLegend(into buffer: inout Buffer, in line: Rect, namesCursor: Bool, hint: String) {
    var spans = hint.isEmpty ? [] : [Span(" \(hint) ", Style(.mark))]
    if let cursor, namesCursor {
      spans.append(
        Span(" \(x.title.isEmpty ? "x" : x.title) \(Figures.cursor(cursor, on: x))", Style(.cursor)))
    }
    for one in series where !one.points.isEmpty && !one.name.isEmpty {
      spans.append(Span(" \(one.marker) ", Style(one.role)))
      let value = cursor.flatMap { one.value(at: $0) }.map { " " + Figures.short($0) } ?? ""
      spans.append(Span(one.name + value, Style(.text)))
    }
    guard !spans.isEmpty else { return }
    spans.append(Span(" "))
    let length = spans.reduce(0) { $0 + TextWidth.of($1.text) }
    let room = line.width - 4 - (title.isEmpty ? 0 : TextWidth.of(title) + 2)
    guard room > 4 else { return }
    buffer.write(spans, x: line.maxX - 2 - min(length, room), y: line.y, width: room)
  }
}

extension LinePlot.Series {
  /// The y of the point nearest to `x`.
  package func value(at x: Double) -> Double? {
    guard let index = index(near: x) else { return nil }
    return points[index].y
  }

  /// The index of the point nearest to `x`.
  package func index(near x: Double) -> Int? {
    guard !points.isEmpty, !x.isNaN else { return nil }
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].x < x { low = middle + 1 } else { high = middle }
    }
    if low == points.count { return low - 1 }
    return low > 0 && x - points[low - 1].x < points[low].x - x ? low - 1 : low
  }
}
