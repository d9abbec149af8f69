import Kernels
import Networks

/// One training step: `loss`, then `learn`. Whoever has seen enough of the loss leaves it at that.
///
/// It keeps the weights and buffers from before its last update, so that a run that diverges can go back to the last
/// ones whose loss was finite.
package final class TrainStep {
  let optimizer: any Optimizer
  private let network: Network
  private let snapshot: FloatBuffer
  private let goodBuffers: FloatBuffer
  private var groups: [ParameterGroup]
  private var canTakeBack = false

  /// Steps of `network` with an optimiser at rest.
  package init(_ network: Network, _ settings: OptimizerSettings) {
    self.network = network
    optimizer = settings.kind.type.init(settings, weights: network.values.count)
    snapshot = FloatBuffer(count: network.values.count)
    goodBuffers = network.buffers.copy()
    groups = [ParameterGroup(allOf: network)]
  }

  /// Mean loss of a batch by the weights as they are. `number` counts the training steps (for dropout).
  package func loss(_ batch: LaneBatch, step number: Int) -> Double {
    network.forward(batch, mode: .training, step: number)
    return network.loss(batch).sum / Double(batch.count)
  }

  /// Moves the weights against the gradients of the batch whose loss was asked for last. Where the schedule moves the
  /// momentum, it is given here.
  package func learn(_ batch: LaneBatch, learningRate: Double, weightDecay: Double, momentum: Double? = nil) {
    goodBuffers.all.copy(from: network.buffers.all)
    network.backward(batch)
    for index in groups.indices {
      groups[index].learningRate = learningRate
      groups[index].weightDecay = weightDecay
      groups[index].momentum = momentum
    }
    optimizer.step(network, groups, snapshot: snapshot)
    canTakeBack = true
  }

  /// Takes the last update of the weights back, and what the forward pass since then did to the buffers.
  func takeBack() {
    network.buffers.all.copy(from: goodBuffers.all)
    guard canTakeBack else { return }
    for range in groups.flatMap(\.ranges) { network.values.slice(range).copy(from: snapshot.slice(range)) }
    canTakeBack = false
  }

  /// Makes weights and buffers as they are the last good ones.
  func forgetSnapshot() {
    goodBuffers.all.copy(from: network.buffers.all)
    canTakeBack = false
  }
}
