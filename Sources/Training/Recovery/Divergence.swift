/// A step whose loss was not finite, and the weights to go on from.
///
/// These are the weights of an epoch, since they have been validated; those of the last step, whose loss may still have
/// been low, have often begun to run away. The choice depends on the run's own figures only, so a repeated run goes
/// back to the same weights.
package struct Divergence: Sendable, Hashable {
  /// The weights to go on from.
  package enum Start: Sendable, Hashable {
    /// Those of the best epoch.
    case epoch(Int)
    /// The initial weights: no epoch is good.
    case beginning
  }

  /// A loss above this many times the first one is finite, but its weights have already run away.
  static let runaway = 2.0
  /// A recovery divides all rates by this.
  package static let rateDivisor = 10.0

  /// The step, whose update was not made.
  package let step: Int
  package let learningRate: Double
  /// Loss of the step before; nil: it is the first step.
  package let lastLoss: Double?
  package let start: Start

  package init(step: Int, learningRate: Double, lastLoss: Double?, start: Start) {
    self.step = step
    self.learningRate = learningRate
    self.lastLoss = lastLoss
    self.start = start
  }
}
