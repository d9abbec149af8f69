import Foundation

package struct PlotAxis: Equatable, Sendable {
  package enum Scale: Sendable {
    case linear
    /// Values that are not positive are left out.
    case log
  }

  /// The quantity, with its unit.
  package var title: String
  package var scale: Scale
  /// What is shown; nil: what the data cover.
  package var range: ClosedRange<Double>?
  /// Whether outliers are left out of the range of the data.
  package var isRobust: Bool
  /// Whether ticks are whole numbers, as for steps and epochs.
  package var wholeNumbers: Bool

  package init(
    _ title: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil, isRobust: Bool = false,
    wholeNumbers: Bool = false
  ) {
    self.title = title
    self.scale = scale
    self.range = range
    self.isRobust = isRobust
    self.wholeNumbers = wholeNumbers
  }

  package struct Tick: Equatable {
    package let value: Double
    package let label: String
  }

  /// The value, or its decimal logarithm; nil when it cannot be drawn.
  package func position(_ value: Double) -> Double? {
    switch scale {
    // Beyond that, differences could overflow.
    case .linear: value.isFinite ? min(max(value, -1e150), 1e150) : nil
    case .log: value > 0 && value.isFinite ? log10(value) : nil
    }
  }

  /// Some `count` round values between two positions (see `position`).
  package func ticks(from low: Double, to high: Double, count: Int) -> [Tick] {
    guard count > 0, high > low else { return [] }
    if scale == .log {
      let ticks = logTicks(from: low, to: high, count: count)
      if ticks.count >= 2 { return ticks }
      return linearTicks(from: pow(10, low), to: pow(10, high), count: count)
    }
    return linearTicks(from: low, to: high, count: count)
  }

  private func linearTicks(from low: Double, to high: Double, count: Int) -> [Tick] {
    let rough = (high - low) / Double(count)
    let power = pow(10, floor(log10(rough)))
    var step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.7 } ?? 10 * power
    if wholeNumbers { step = max(1, step.rounded()) }
    guard step > 0, step.isFinite, (high - low) / step < 1000 else { return [] }
    let first = (low / step - 1e-9).rounded(.up)
    return (0...Int((high - low) / step) + 1).compactMap { index in
      let value = (first + Double(index)) * step
      return value <= high + step * 1e-9 ? Tick(value: value, label: Figures.tick(value, step: step)) : nil
    }
  }

  private func logTicks(from low: Double, to high: Double, count: Int) -> [Tick] {
    let decades =
      Int((low - 1e-9).rounded(.up))...max(Int((low - 1e-9).rounded(.up)), Int((high + 1e-9).rounded(.down)))
    let stride = max(1, (decades.count + count - 1) / count)
    let mantissas: [Double] = high - low <= Double(count) / 3 ? [1, 2, 5] : [1]
    return (decades.lowerBound - 1...decades.upperBound).filter { $0 % stride == 0 }.flatMap { decade in
      mantissas.compactMap { mantissa -> Tick? in
        let position = Double(decade) + log10(mantissa)
        guard position >= low - 1e-9, position <= high + 1e-9 else { return nil }
        return Tick(value: pow(10, position), label: "\(Int(mantissa))e\(decade)")
      }
    }
  }
}
