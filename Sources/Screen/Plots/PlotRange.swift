/// Ranges of axes, from the values that are drawn.
enum PlotRange {
  /// The share of the values at each end that may be outliers.
  private static let tail = 0.1
  /// Values up to this multiple of the spread beyond the others are no outliers.
  private static let reach = 3.0
  /// The smallest spread, as a share of the median.
  private static let leastSpread = 0.05
  /// With fewer values there are no outliers.
  private static let fewValues = 4

  /// Minimum and maximum of `values`, positions on an axis; nil: there are none.
  static func all(_ values: [Double]) -> ClosedRange<Double>? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  /// The same without outliers, which would flatten the curve: values farther from the middle 80 % than three times the
  /// width of these.
  static func robust(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count >= fewValues else { return all(values) }
    let sorted = values.sorted()
    let last = Double(sorted.count - 1)
    let low = sorted[Int((tail * last).rounded(.up))]
    let high = sorted[Int(((1 - tail) * last).rounded(.down))]
    let spread = max(high - low, abs(sorted[sorted.count / 2]) * leastSpread)
    let shown = (low - reach * spread)...(high + reach * spread)
    return all(sorted.filter(shown.contains))
  }
}
