import Foundation
import Kernels
import Networks

/// Adam with weight decay and PyTorch's constants: β₁ 0.9, β₂ 0.999, ε 1e-8.
///
/// Where the schedule moves the momentum, it moves β₁, as PyTorch's OneCycleLR does.
package final class AdamW: Optimizer {
  static let beta1 = 0.9
  private static let beta2 = 0.999
  private static let epsilon: Float = 1e-8

  package static let slotNames = ["mean", "square"]
  package let slots: [FloatBuffer]
  package var stepsSinceReset = 0
  private let isDecoupled: Bool

  package init(_ settings: OptimizerSettings, for network: Network) {
    isDecoupled = settings.isDecoupled
    slots = Self.slotNames.map { _ in FloatBuffer(count: network.values.count) }
  }

  package func update(
    _ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, learningRate: Double, pool: WorkerPool
  ) {
    let beta1 = group.momentum ?? Self.beta1
    let count = Double(stepsSinceReset)
    let step = AdamWStep(
      beta1: Float(beta1), beta2: Float(Self.beta2), rate: Float(learningRate / (1 - pow(beta1, count))),
      rootScale: Float(1 / (1 - pow(Self.beta2, count)).squareRoot()), epsilon: Self.epsilon,
      kept: isDecoupled ? Float(1 - learningRate * group.weightDecay) : 1,
      weightDecay: isDecoupled ? 0 : Float(group.weightDecay))
    adamWStep(weights, means: slots[0].slice(range), squares: slots[1].slice(range), step, pool: pool)
  }
}
