import Kernels
import Networks

/// One training step: `loss` runs forward, `learn` backward and the update. To measure a loss alone, `learn` is left
/// out.
///
/// It keeps the weights and buffers from before its last update, so that a run that diverges can return to the last
/// ones whose loss was finite.
package final class TrainStep {
  let optimizer: any Optimizer
  private let network: Network
  /// How much an image of each class counts in the loss; nil: all alike.
  private let classWeights: [Float]?
  private let snapshot: FloatBuffer
  private let goodBuffers: FloatBuffer
  private var groups: [ParameterGroup]
  /// Names of the layers that a fit call freezes, besides those that never learn.
  private var frozen: [String] = []
  /// The parts of the flat buffers that an update moves.
  private var moved: [Range<Int>]
  /// Those that the last update moved; empty: it cannot be taken back.
  private var updated: [Range<Int>] = []

  package init(_ network: Network, _ settings: OptimizerSettings, classWeights: [Float]? = nil) {
    self.network = network
    self.classWeights = classWeights
    optimizer = settings.kind.type.init(settings, weights: network.values.count)
    snapshot = FloatBuffer(count: network.values.count)
    goodBuffers = network.buffers.copy()
    groups = [ParameterGroup(allOf: network)]
    moved = groups.flatMap(\.ranges)
  }

  /// Lets the layers of those names, and no others but the network's own, stay as they are from the next step on.
  func freeze(_ names: [String]) {
    network.freeze(names)
    guard names != frozen else { return }
    frozen = names
    groups = [ParameterGroup(allOf: network)]
    moved = groups.flatMap(\.ranges)
  }

  /// Mean loss of a batch with the current weights. `number` counts the training steps (for dropout).
  package func loss(_ batch: LaneBatch, step number: Int) -> Double {
    network.forward(batch, mode: .training, step: number)
    return network.meanLoss(batch, classWeights: classWeights)
  }

  /// The gradients of `batch`, whose loss was computed last.
  func backward(_ batch: LaneBatch) { network.backward(batch, classWeights: classWeights) }

  /// Updates the weights by the gradients of `batch`, whose loss was computed last. `momentum` is the schedule's, if it
  /// gives one.
  package func learn(_ batch: LaneBatch, learningRate: Double, weightDecay: Double, momentum: Double? = nil) {
    goodBuffers.all.copy(from: network.buffers.all)
    backward(batch)
    for index in groups.indices {
      groups[index].learningRate = learningRate
      groups[index].weightDecay = weightDecay
      groups[index].momentum = momentum
    }
    optimizer.step(network, groups, snapshot: snapshot)
    updated = moved
  }

  /// Undoes the last update of the weights, and what the forward pass since then did to the buffers.
  func takeBack() {
    network.buffers.all.copy(from: goodBuffers.all)
    for range in updated { network.values.slice(range).copy(from: snapshot.slice(range)) }
    updated = []
  }

  /// Takes the current weights and buffers as the last good ones.
  func forgetSnapshot() {
    goodBuffers.all.copy(from: network.buffers.all)
    updated = []
  }
}
