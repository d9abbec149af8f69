import Foundation

/// One axis of a plot: what it measures, how it is divided, and which part of it is shown.
package struct PlotAxis: Equatable, Sendable {
  /// How values lie along it.
  package enum Scale: Sendable {
    case linear
    /// By the logarithm; values that are not positive are left out.
    case log
  }

  /// The quantity and its unit, in a word.
  package var title: String
  /// How values lie along it.
  package var scale: Scale
  /// The part that is shown; nil for all that the data cover.
  package var range: ClosedRange<Double>?
  /// Whether only whole numbers are worth a tick: steps, epochs.
  package var wholeNumbers: Bool

  /// An axis that shows all of the data unless `range` says otherwise.
  package init(
    _ title: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil, wholeNumbers: Bool = false
  ) {
    self.title = title
    self.scale = scale
    self.range = range
    self.wholeNumbers = wholeNumbers
  }

  /// A labelled place on the axis.
  package struct Tick: Equatable {
    package let value: Double
    package let label: String
  }

  /// The value on the scale on which distances are seen; nil when it has no place there.
  func position(_ value: Double) -> Double? {
    switch scale {
    // Differences of what is larger would overflow.
    case .linear: value.isFinite ? min(max(value, -1e150), 1e150) : nil
    case .log: value > 0 && value.isFinite ? log10(value) : nil
    }
  }

  /// Round values within `low`…`high` (as positions), about `count` of them.
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
