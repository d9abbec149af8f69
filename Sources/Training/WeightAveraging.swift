import Foundation

/// Which average of the weights a run keeps; it is evaluated beside the weights themselves, and is what the run gives.
package struct WeightAveraging: Sendable, Hashable {
  /// e ← d·e + (1 − d)·w every so many steps.
  package struct MovingAverage: Sendable, Hashable {
    package var decay: Double
    package var every: Int

    package init(decay: Double, every: Int = 1) {
      self.decay = decay
      self.every = every
    }
  }

  /// The same every so many steps, and then w ← e (Zhang and others 2019).
  package struct Lookahead: Sendable, Hashable {
    package var every: Int
    /// nil: 0.95ᵏ·(t/T)³ after t of T steps, as in cifar10-airbench.
    package var decay: Double?

    package init(every: Int, decay: Double? = nil) {
      self.every = every
      self.decay = decay
    }
  }

  package var movingAverage: MovingAverage?
  package var lookahead: Lookahead?

  package init() {}

  package var isOn: Bool { movingAverage != nil || lookahead != nil }

  /// How often the average takes the weights in.
  var every: Int { lookahead?.every ?? movingAverage?.every ?? 1 }

  /// The share of the average that stays after `step` of `total` steps.
  func kept(at step: Int, of total: Int) -> Double {
    guard let lookahead else { return movingAverage?.decay ?? 0 }
    return lookahead.decay ?? pow(0.95, Double(lookahead.every)) * pow(Double(step) / Double(max(total, 1)), 3)
  }
}

extension WeightAveraging.MovingAverage: LosslessStringConvertible {
  /// As in `0.99` or, every fifth step, `0.99/5`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let decay = Double(parts[0]), (0..<1).contains(decay) else { return nil }
    let every = parts.count == 2 ? Int(parts[1]) : 1
    guard let every, WeightAveraging.steps.contains(every) else { return nil }
    self.init(decay: decay, every: every)
  }

  package var description: String { every == 1 ? "\(decay)" : "\(decay)/\(every)" }
}

extension WeightAveraging.Lookahead: LosslessStringConvertible {
  /// As in `5` or, with a decay, `5/0.5`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let every = Int(parts[0]), WeightAveraging.steps.contains(every) else { return nil }
    let decay = parts.count == 2 ? Double(parts[1]) : nil
    guard parts.count == 1 || decay.map((0..<1).contains) == true else { return nil }
    self.init(every: every, decay: decay)
  }

  package var description: String { "\(every)" + (decay.map { "/\($0)" } ?? "") }
}

extension WeightAveraging {
  fileprivate static let steps = 1...1_000_000
}
