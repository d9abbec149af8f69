import Foundation

/// Maps the values of a plot to the screen, and draws them there.
struct PlotFrame {
  /// The cells that curves are drawn in.
  let area: Rect
  let inner: Rect
  let unicode: Bool
  let xAxis: PlotAxis
  let yAxis: PlotAxis
  let xLow: Double
  let xHigh: Double
  private let grid: EvenGrid

  /// Nil when no point can be shown.
  init?(_ plot: LinePlot, inner: Rect, unicode: Bool) {
    guard let xRange = Self.range(of: plot.series, \.x, axis: plot.x, other: (\.y, plot.y)) else { return nil }
    guard let yRange = Self.range(of: plot.series, \.y, axis: plot.y, other: (\.x, plot.x)) else { return nil }
    let xMargin = xRange.upperBound > xRange.lowerBound ? 0 : max(abs(xRange.lowerBound) * 0.01, 0.5)
    (xLow, xHigh) = (xRange.lowerBound - xMargin, xRange.upperBound + xMargin)
    let yMargin = Self.margin(of: yRange, isGiven: plot.y.range != nil)
    grid = EvenGrid(
      covering: yRange.lowerBound - yMargin, yRange.upperBound + yMargin, of: plot.y, rows: inner.height,
      dots: unicode ? 4 : 1)
    (xAxis, yAxis, self.inner, self.unicode) = (plot.x, plot.y, inner, unicode)
    let needed = (grid.lines.map { $0.label.utf8.count }.max() ?? 0) + 1
    let gutter = min(max(needed, plot.gutter ?? 0), inner.width / 3)
    area = Rect(x: inner.x + gutter, y: inner.y, width: inner.width - gutter, height: inner.height)
  }

  /// The columns at the left of the curves.
  var gutter: Int { area.x - inner.x }

  /// What is shown beyond the least and the greatest value.
  private static func margin(of range: ClosedRange<Double>, isGiven: Bool) -> Double {
    let span = range.upperBound - range.lowerBound
    // Less could not be told apart by the numbers themselves.
    let least = max(abs(range.lowerBound), abs(range.upperBound)) * 1e-12
    guard span > max(least, 1e-300) else { return max(abs(range.lowerBound) * 0.1, 0.01) }
    return isGiven ? 0 : span * 0.02
  }

  /// What one coordinate covers, of points whose other one is in its axis's range.
  private static func range(
    of series: [LinePlot.Series], _ coordinate: KeyPath<PlotPoint, Double>, axis: PlotAxis,
    other: (coordinate: KeyPath<PlotPoint, Double>, axis: PlotAxis)
  ) -> ClosedRange<Double>? {
    if let range = axis.range, let low = axis.position(range.lowerBound), let high = axis.position(range.upperBound) {
      return low...high
    }
    let values = series.flatMap(\.points).compactMap { point -> Double? in
      if let range = other.axis.range, !range.contains(point[keyPath: other.coordinate]) { return nil }
      return axis.position(point[keyPath: coordinate])
    }
    return axis.isRobust ? PlotRange.robust(values) : PlotRange.all(values)
  }

  var dotsAcross: Int { unicode ? 2 : 1 }
  var dotsDown: Int { unicode ? 4 : 1 }

  /// The dot column of an x among `width`; nil when it cannot be drawn.
  func dotX(_ value: Double, width: Int) -> Double? {
    xAxis.position(value).map { ($0 - xLow) / (xHigh - xLow) * Double(width - 1) }
  }

  /// The dot row of a y, at most one height above or below; nil when it cannot be drawn.
  func dotY(_ value: Double, height: Int) -> Int? {
    let limited = value == .infinity ? Double.greatestFiniteMagnitude : value
    guard let position = yAxis.position(limited) else { return nil }
    let share = (grid.high - position) / (grid.high - grid.low)
    return Int((min(max(share, -1), 2) * Double(height - 1)).rounded())
  }

  /// The column on the screen of an x; nil when it is not shown.
  func column(_ value: Double) -> Int? {
    let width = area.width * dotsAcross
    guard let dot = dotX(value, width: width), dot > -0.5, dot < Double(width) - 0.5 else { return nil }
    return area.x + Int(dot.rounded()) / dotsAcross
  }

  /// The x in the middle of a column of the screen.
  func value(atColumn x: Int) -> Double {
    let dot = Double((x - area.x) * dotsAcross) + Double(dotsAcross - 1) / 2
    let position = xLow + dot / Double(max(area.width * dotsAcross - 1, 1)) * (xHigh - xLow)
    return xAxis.scale == .log ? pow(10, position) : position
  }

  /// The row on the screen of a y; nil when it is not shown.
  func row(_ value: Double) -> Int? {
    let height = area.height * dotsDown
    guard let dot = dotY(value, height: height), dot >= 0, dot < height else { return nil }
    return area.y + dot / dotsDown
  }

  // MARK: Axes

  func drawGrid(of plot: LinePlot, into buffer: inout Buffer) {
    for line in grid.lines {
      guard let row = row(line.value) else { continue }
      buffer.write(line.label, x: inner.x, y: row, style: Style(.muted), width: gutter - 1, align: .right)
      for x in area.x..<area.maxX { buffer.put(unicode ? "┈" : " ", x: x, y: row, style: Style(.grid)) }
    }
    if !plot.y.title.isEmpty, plot.y.title != plot.title {
      buffer.write(plot.y.title, x: area.x, y: inner.y, style: Style(.muted), width: area.width)
    }
  }

  /// The ticks of the horizontal axis and its title, in one row.
  func drawSteps(into buffer: inout Buffer, row: Int) {
    var free = area.x - 1
    let titleRoom = xAxis.title.isEmpty ? 0 : TextWidth.of(xAxis.title) + 4
    let end = inner.maxX - titleRoom
    for tick in xAxis.ticks(from: xLow, to: xHigh, count: max(2, area.width / 12)) {
      guard let column = column(tick.value) else { continue }
      let start = max(area.x, column - tick.label.utf8.count / 2)
      guard start > free, start + tick.label.utf8.count <= end else { continue }
      buffer.write(tick.label, x: start, y: row, style: Style(.muted))
      free = start + tick.label.utf8.count
    }
    if titleRoom > 0, titleRoom < area.width / 2 {
      buffer.write(" \(xAxis.title) ", x: inner.maxX - titleRoom + 1, y: row, style: Style(.muted))
    }
  }
}
