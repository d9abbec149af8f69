/// A point of a curve.
package struct PlotPoint: Equatable, Sendable {
  /// Along the horizontal axis.
  package var x: Double
  /// Along the vertical axis. Where it is no number, the curve has a gap.
  package var y: Double

  /// A point.
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// Curves over one pair of axes, in a frame whose left side and lower line carry the ticks.
///
/// Where several points fall into one column, the column spans their smallest and largest value, so that no spike
/// is lost however long the history is.
package struct LinePlot: Widget, Equatable, Sendable {
  /// One curve.
  package struct Series: Equatable, Sendable {
    /// What is drawn of it.
    package enum Shape: Sendable {
      /// The line between its points.
      case line
      /// A marker on each point.
      case markers
      /// Both.
      case markedLine
    }
    /// As the legend calls it.
    package var name: String
    /// Its points, x rising.
    package var points: [PlotPoint]
    /// Its colour.
    package var role: Role
    /// What is drawn of it.
    package var shape: Shape
    /// Stands on its points, at its end, and in the legend: what tells it apart without colour.
    package var marker: Unicode.Scalar

    /// A curve through points whose x rises.
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

  /// A place on the horizontal axis that something happened at.
  package struct Mark: Equatable, Sendable {
    /// Where.
    package var x: Double
    /// What, in a word.
    package var label: String
    /// The height that it points to; nil for the axis.
    package var y: Double?

    /// Something that happened at `x`, on the axis or at a point of a curve.
    package init(x: Double, label: String, y: Double? = nil) {
      self.x = x
      self.label = label
      self.y = y
    }
  }

  /// In the frame's upper line.
  package var title: String
  /// The curves; later ones are drawn over earlier ones.
  package var series: [Series]
  /// The horizontal axis.
  package var x: PlotAxis
  /// The vertical axis.
  package var y: PlotAxis
  /// Events.
  package var marks: [Mark]
  /// Where the reader looks: a vertical line there, the values in the legend.
  package var cursor: Double?
  /// Whether the keys act on it.
  package var focused: Bool
  /// What to say while there are no points.
  package var emptyText: String

  /// A plot of some curves.
  package init(
    title: String, series: [Series], x: PlotAxis = PlotAxis(), y: PlotAxis = PlotAxis(), marks: [Mark] = [],
    cursor: Double? = nil, focused: Bool = false, emptyText: String = "nothing to show yet"
  ) {
    self.title = title
    self.series = series
    self.x = x
    self.y = y
    self.marks = marks
    self.cursor = cursor
    self.focused = focused
    self.emptyText = emptyText
  }

  /// Draws frame, ticks, curves, marks, and legend.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, focused: focused)
    guard inner.width >= 8, inner.height >= 2 else { return }
    guard let frame = PlotFrame(self, inner: inner, unicode: context.capabilities.unicode) else {
      buffer.write(
        emptyText, x: inner.x + 1, y: inner.y + inner.height / 2, style: Style(.muted), width: inner.width - 2,
        align: .centre)
      return
    }
    frame.drawAxes(of: self, into: &buffer, frameBottom: rect.maxY - 1)
    frame.drawCurves(of: self, into: &buffer, colour: context.capabilities.colour)
    frame.drawMarks(of: self, into: &buffer)
    drawLegend(into: &buffer, in: rect)
  }

  /// Names, and at the cursor the values, in the frame's upper line.
  private func drawLegend(into buffer: inout Buffer, in rect: Rect) {
    var spans: [Span] = []
    if let cursor {
      spans.append(
        Span(" \(x.title.isEmpty ? "x" : x.title) \(Figures.cursor(cursor, whole: x.wholeNumbers))", Style(.cursor)))
    }
    for one in series where !one.points.isEmpty && !one.name.isEmpty {
      spans.append(Span(" \(one.marker) ", Style(one.role)))
      let value = cursor.flatMap { one.value(at: $0) }.map { " " + Figures.short($0) } ?? ""
      spans.append(Span(one.name + value, Style(.text)))
    }
    guard !spans.isEmpty else { return }
    spans.append(Span(" "))
    let length = spans.reduce(0) { $0 + TextWidth.of($1.text) }
    let room = rect.width - 4 - (title.isEmpty ? 0 : TextWidth.of(title) + 2)
    guard room > 4 else { return }
    buffer.write(spans, x: rect.maxX - 2 - min(length, room), y: rect.y, width: room)
  }
}

extension LinePlot.Series {
  /// The value of the point that lies nearest to `x`.
  package func value(at x: Double) -> Double? {
    guard let index = index(near: x) else { return nil }
    return points[index].y
  }

  /// The index of the point that lies nearest to `x`.
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
