import Kernels
import Networks

/// Stochastic gradient descent with momentum.
package final class SGD: Optimizer {
  /// Settings besides rate and weight decay.
  package struct Settings: Sendable, Hashable {
    /// Used unless the schedule gives a momentum.
    package var momentum = 0.9

    /// Nesterov's momentum: w ← w − lr·(g + momentum·buffer), with the buffer already updated.
    package var nesterov = false

    package init() {}
  }

  package static let slotNames = ["momentum"]
  package let slots: [FloatBuffer]
  package var stepsSinceReset = 0
  private let settings: Settings
  private let isDecoupled: Bool

  package init(_ settings: OptimizerSettings, for network: Network) {
    self.settings = settings.sgd
    isDecoupled = settings.isDecoupled
    slots = [FloatBuffer(count: network.values.count)]
  }

  package func update(
    _ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, learningRate: Double, pool: WorkerPool
  ) {
    let step = SGDStep(
      learningRate: Float(learningRate), momentum: Float(group.momentum ?? settings.momentum),
      weightDecay: isDecoupled ? 0 : Float(group.weightDecay), nesterov: settings.nesterov,
      kept: isDecoupled ? Float(1 - learningRate * group.weightDecay) : 1)
    sgdStep(weights, momentumBuffer: slots[0].slice(range), step, pool: pool)
  }
}
