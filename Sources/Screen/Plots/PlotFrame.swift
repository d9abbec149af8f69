/// Maps the values of a plot to the screen, and draws them there.
struct PlotFrame {
  /// The cells that curves are drawn in.
  let area: Rect
  private let inner: Rect
  let unicode: Bool
  private let xLow: Double
  private let xHigh: Double
  private let yLow: Double
  private let yHigh: Double
  private let xAxis: PlotAxis
  private let yAxis: PlotAxis
  private let yTicks: [PlotAxis.Tick]

  /// Nil when no point can be shown.
  init?(_ plot: LinePlot, inner: Rect, unicode: Bool) {
    guard let xRange = Self.range(of: plot.series, \.x, axis: plot.x, other: (\.y, plot.y)) else { return nil }
    guard let yRange = Self.range(of: plot.series, \.y, axis: plot.y, other: (\.x, plot.x)) else { return nil }
    let xMargin = xRange.upperBound > xRange.lowerBound ? 0 : max(abs(xRange.lowerBound) * 0.01, 0.5)
    let span = yRange.upperBound - yRange.lowerBound
    let yMargin = plot.y.range != nil && span > 0 ? 0 : span > 0 ? span * 0.04 : max(abs(yRange.lowerBound) * 0.1, 0.01)
    (xLow, xHigh) = (xRange.lowerBound - xMargin, xRange.upperBound + xMargin)
    (yLow, yHigh) = (yRange.lowerBound - yMargin, yRange.upperBound + yMargin)
    (xAxis, yAxis, self.inner, self.unicode) = (plot.x, plot.y, inner, unicode)
    yTicks = plot.y.ticks(from: yLow, to: yHigh, count: max(2, inner.height / 3))
    let gutter = min((yTicks.map { $0.label.utf8.count }.max() ?? 0) + 1, inner.width / 3)
    area = Rect(x: inner.x + gutter, y: inner.y, width: inner.width - gutter, height: inner.height)
  }

  /// What one coordinate covers, of points whose other one is in its axis's range.
  private static func range(
    of series: [LinePlot.Series], _ coordinate: KeyPath<PlotPoint, Double>, axis: PlotAxis,
    other: (coordinate: KeyPath<PlotPoint, Double>, axis: PlotAxis)
  ) -> ClosedRange<Double>? {
    if let range = axis.range, let low = axis.position(range.lowerBound), let high = axis.position(range.upperBound) {
      return low...high
    }
    var low = Double.infinity
    var high = -Double.infinity
    for one in series {
      for point in one.points {
        guard let value = axis.position(point[keyPath: coordinate]) else { continue }
        if let range = other.axis.range, !range.contains(point[keyPath: other.coordinate]) { continue }
        low = min(low, value)
        high = max(high, value)
      }
    }
    return low <= high ? low...high : nil
  }

  /// The dot column of an x among `width`; nil when it cannot be drawn.
  private func dotX(_ value: Double, width: Int) -> Double? {
    xAxis.position(value).map { ($0 - xLow) / (xHigh - xLow) * Double(width - 1) }
  }

  /// The dot row of a y, at most one height above or below; nil when it cannot be drawn.
  private func dotY(_ value: Double, height: Int) -> Int? {
    let limited = value == .infinity ? Double.greatestFiniteMagnitude : value
    guard let position = yAxis.position(limited) else { return nil }
    let share = (yHigh - position) / (yHigh - yLow)
    return Int((min(max(share, -1), 2) * Double(height - 1)).rounded())
  }

  private var dotsAcross: Int { unicode ? 2 : 1 }
  private var dotsDown: Int { unicode ? 4 : 1 }

  /// The column on the screen of an x; nil when it is not shown.
  func column(_ value: Double) -> Int? {
    let width = area.width * dotsAcross
    guard let dot = dotX(value, width: width), dot > -0.5, dot < Double(width) - 0.5 else { return nil }
    return area.x + Int(dot.rounded()) / dotsAcross
  }

  /// The row on the screen of a y; nil when it is not shown.
  func row(_ value: Double) -> Int? {
    let height = area.height * dotsDown
    guard let dot = dotY(value, height: height), dot >= 0, dot < height else { return nil }
    return area.y + dot / dotsDown
  }

  // MARK: Axes

  func drawAxes(of plot: LinePlot, into buffer: inout Buffer, frameBottom: Int) {
    let gutter = area.x - inner.x
    for tick in yTicks {
      guard let row = row(tick.value) else { continue }
      buffer.write(tick.label, x: inner.x, y: row, style: Style(.muted), width: gutter - 1, align: .right)
      for x in area.x..<area.maxX { buffer.put(unicode ? "┈" : " ", x: x, y: row, style: Style(.grid)) }
    }
    if !plot.y.title.isEmpty, plot.y.title != plot.title {
      buffer.write(plot.y.title, x: area.x, y: inner.y, style: Style(.muted), width: area.width)
    }
    var free = area.x - 1
    let titleRoom = xAxis.title.isEmpty ? 0 : TextWidth.of(xAxis.title) + 4
    let end = inner.maxX - titleRoom
    for tick in xAxis.ticks(from: xLow, to: xHigh, count: max(2, area.width / 12)) {
      guard let column = column(tick.value) else { continue }
      let start = max(area.x, column - tick.label.utf8.count / 2)
      guard start > free, start + tick.label.utf8.count <= end else { continue }
      buffer.write(tick.label, x: start, y: frameBottom, style: Style(.muted))
      free = start + tick.label.utf8.count
    }
    if titleRoom > 0, titleRoom < area.width / 2 {
      buffer.write(" \(xAxis.title) ", x: inner.maxX - titleRoom + 1, y: frameBottom, style: Style(.muted))
    }
  }

  // MARK: Curves

  func drawCurves(of plot: LinePlot, into buffer: inout Buffer, colour: Capabilities.Colour) {
    var canvas = PlotCanvas(columns: area.width, rows: area.height, unicode: unicode)
    for (index, one) in plot.series.enumerated() where one.shape != .markers {
      trace(one, series: index, dashed: colour == .none && index % 2 == 1, on: &canvas)
    }
    if let cursor = plot.cursor, let column = column(cursor) {
      for y in area.y..<area.maxY { buffer.put("┊", x: column, y: y, style: Style(.cursor)) }
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        guard let (bits, series) = canvas.cell(column: column, row: row) else { continue }
        let glyph: Unicode.Scalar =
          unicode ? Unicode.Scalar(0x2800 + UInt32(bits)) ?? " " : Self.letters[series % Self.letters.count]
        buffer.put(glyph, x: area.x + column, y: area.y + row, style: Style(plot.series[series].role))
      }
    }
    for one in plot.series { drawMarkers(of: one, among: plot.series.count, into: &buffer) }
  }

  /// What the curves are drawn with in ASCII.
  private static let letters: [Unicode.Scalar] = ["*", ".", "+", "o", "x", "="]

  /// Draws each dot column from its least to its greatest value, and joins it to the one before.
  private func trace(_ one: LinePlot.Series, series: Int, dashed: Bool, on canvas: inout PlotCanvas) {
    struct Column {
      var x: Int
      var low: Int
      var high: Int
      var last: Int
    }
    var current: Column?
    func finish(_ column: Column, on canvas: inout PlotCanvas) {
      if dashed && column.x / 3 % 2 == 1 { return }
      canvas.column(x: column.x, from: column.low, to: column.high, series: series)
    }
    for point in one.points {
      guard !point.y.isNaN, let across = dotX(point.x, width: canvas.width),
        let y = dotY(point.y, height: canvas.height)
      else {
        if let column = current { finish(column, on: &canvas) }
        current = nil
        continue
      }
      // Points outside are ends of lines that cross the border.
      let x = Int(min(max(across, -Double(canvas.width)), 2 * Double(canvas.width)).rounded())
      guard var column = current else {
        current = Column(x: x, low: y, high: y, last: y)
        continue
      }
      if column.x == x {
        column.low = min(column.low, y)
        column.high = max(column.high, y)
        column.last = y
        current = column
      } else {
        finish(column, on: &canvas)
        if !dashed || x / 3 % 2 == 0 {
          canvas.line(fromX: column.x, y: column.last, toX: x, y: y, series: series)
        }
        current = Column(x: x, low: y, high: y, last: y)
      }
    }
    if let column = current { finish(column, on: &canvas) }
  }

  private func drawMarkers(of one: LinePlot.Series, among count: Int, into buffer: inout Buffer) {
    var points = one.points[...]
    if one.shape == .line { points = count > 1 ? points.suffix(1) : [] }
    for point in points {
      guard let column = column(point.x), let row = row(point.y) else { continue }
      buffer.put(one.marker, x: column, y: row, style: Style(one.role, .bold))
    }
  }
}
