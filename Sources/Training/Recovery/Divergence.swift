/// A step whose loss was not finite, and the weights that are good to go on from.
///
/// Those of an epoch are: they have been validated. Those of the last step, whose loss may still have been low, have
/// often begun to run away. All of it follows from the run's own figures, so that a run that is repeated goes back to the
/// same weights.
package struct Divergence: Sendable, Hashable {
  /// The weights that are good to go on from.
  package enum Start: Sendable, Hashable {
    /// Those of the best epoch.
    case epoch(Int)
    /// None has been reached: those that the run began with.
    case beginning
  }

  /// A loss so many times the first one is finite, but belongs to weights that have already run away.
  static let runaway = 2.0
  /// Where a run goes on, its rates are those of before divided by so much.
  package static let rateDivisor = 10.0

  /// The step, which has not been taken.
  package let step: Int
  package let learningRate: Double
  /// Of the step before; nil: there was none.
  package let lastLoss: Double?
  package let start: Start

  /// A divergence at `step`.
  package init(step: Int, learningRate: Double, lastLoss: Double?, start: Start) {
    self.step = step
    self.learningRate = learningRate
    self.lastLoss = lastLoss
    self.start = start
  }
}
