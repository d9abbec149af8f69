import Kernels

/// Stochastic gradient descent with momentum and coupled weight decay.
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

  package init(_ settings: OptimizerSettings, weights count: Int) {
    self.settings = settings.sgd
    slots = [FloatBuffer(count: count)]
  }

  package func update(_ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, pool: WorkerPool) {
    let step = SGDStep(
      learningRate: Float(group.learningRate), momentum: Float(group.momentum ?? settings.momentum),
      weightDecay: Float(group.weightDecay), nesterov: settings.nesterov)
    sgdStep(weights, momentumBuffer: slots[0].slice(range), step, pool: pool)
  }
}
