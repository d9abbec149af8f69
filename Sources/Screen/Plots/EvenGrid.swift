import Foundation

/// The range of a vertical axis, chosen so that its grid lines are a whole number of rows apart.
struct EvenGrid {
  /// The range of the rows as positions of the axis; includes the requested one.
  let low: Double
  let high: Double
  /// From the lowest.
  let lines: [PlotAxis.Tick]

  /// Preferred rows between two lines.
  private static let preferredDistance = 3
  /// As much of the range may lie below zero as a margin around values above it.
  private static let positiveMargin = 0.03

  /// Covers `low` to `high` with `rows` rows of `dots` dots each.
  init(covering low: Double, _ high: Double, of axis: PlotAxis, rows: Int, dots: Int) {
    var best: (score: Double, step: Double, distance: Int)?
    for step in Self.steps(spanning: high - low, over: rows, of: axis) {
      for distance in 1...max(rows, 1) {
        guard let place = Place(low, high, step, distance, rows: rows, dots: dots) else { continue }
        let isDense = distance == 1 && rows > 3
        let score = place.fill - 0.06 * Double(abs(distance - Self.preferredDistance)) - (isDense ? 0.5 : 0)
        if score > best?.score ?? -.infinity { best = (score, step, distance) }
      }
    }
    guard let best, let place = Place(low, high, best.step, best.distance, rows: rows, dots: dots) else {
      (self.low, self.high, lines) = (low, high, [])
      return
    }
    (self.low, self.high) = (place.low, place.high)
    // What is never below zero gets no lines there, where rows are left beneath it.
    let isPositive = axis.scale == .linear && low >= -(high - low) * Self.positiveMargin
    lines = place.indices.filter { !isPositive || $0 >= 0 }.map { axis.line(at: $0 * best.step, step: best.step) }
  }

  /// Round distances between lines, from less than one row to more than all rows.
  private static func steps(spanning span: Double, over rows: Int, of axis: PlotAxis) -> [Double] {
    let smallest = floor(log10(span / Double(max(rows, 1))))
    let largest = ceil(log10(span)) + 1
    guard smallest.isFinite, largest.isFinite, largest - smallest < 10 else { return [] }
    let least: Double = axis.wholeNumbers ? 1 : 0
    return (Int(smallest)...Int(largest)).flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }
      .filter { $0 >= least && $0.isFinite && $0 > 0 }
  }
}

/// Lines at a given distance, shifted so that the range fits.
private struct Place {
  let low: Double
  let high: Double
  /// The lines as multiples of the step.
  let indices: [Double]
  /// The share of the rows that the requested range fills.
  let fill: Double

  /// Nil: the range does not fit.
  init?(_ low: Double, _ high: Double, _ step: Double, _ distance: Int, rows: Int, dots: Int) {
    let height = Double(rows * dots - 1)
    let scale = Double(dots * distance) / step
    fill = (high - low) * scale / height
    guard height > 0, scale.isFinite, scale > 0, fill <= 1 else { return nil }
    // All lines have the same dot within their rows.
    let middle = Double(dots / 2)
    let top = (high / step).rounded(.down)
    let row = max(0, (((high - top * step) * scale - middle) / Double(dots) - 1e-9).rounded(.up))
    self.high = top * step + (row * Double(dots) + middle) / scale
    self.low = self.high - height / scale
    guard self.high > self.low, self.low <= low + 1e-9 * step, (top + 1) * step > top * step else { return nil }
    guard row < Double(rows) else { return nil }
    let above = Int(row) / distance
    let below = (rows - 1 - Int(row)) / distance
    guard above + below >= 1 || rows < 4 else { return nil }
    indices = (-below...above).map { top + Double($0) }
  }
}

extension PlotAxis {
  /// A grid line at a position, where lines are `step` apart.
  fileprivate func line(at position: Double, step: Double) -> Tick {
    switch scale {
    case .linear: Tick(value: position, label: Figures.tick(position, step: step))
    case .log where step >= 1: Tick(value: pow(10, position), label: "1e\(Int(position.rounded()))")
    // Half of the distance to the next line, so that neighbours differ in their last digit.
    case .log:
      Tick(value: pow(10, position), label: Figures.tick(pow(10, position), step: pow(10, position) * step / 2))
    }
  }
}
