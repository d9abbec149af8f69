import Kernels
import Networks

/// One training step: `loss` runs forward, `learn` backward and the update. To measure a loss alone, `learn` is left
/// out.
///
/// It keeps the weights and buffers from before its last update, so that a run that diverges can return to the last
/// ones whose loss was finite.
package final class TrainStep {
  let optimizer: any Optimizer
  /// All that it is given share their weights.
  private(set) var network: Network
  private let groupSettings: GroupSettings
  private let lossSettings: LossSettings
  /// How much an image of each class counts in the loss; nil: all alike.
  private let classWeights: [Float]?
  private let snapshot: FloatBuffer
  private let goodBuffers: FloatBuffer
  private let stopNames: Set<String>
  private let separatesFilters: Bool
  private var groups: [ParameterGroup]
  /// Names of the layers that a fit call freezes, besides those that never learn.
  private var frozen: [String] = []
  /// The parts of the flat buffers that an update moves.
  private var moved: [Range<Int>]
  /// Those that the last update moved; empty: it cannot be taken back.
  private var updated: [Range<Int>] = []

  /// `stops` names the weights that stop before others.
  package init(
    _ network: Network, _ settings: OptimizerSettings, loss: LossSettings = LossSettings(),
    classWeights: [Float]? = nil, stops: Set<String> = []
  ) {
    self.network = network
    self.classWeights = classWeights
    groupSettings = settings.groups
    lossSettings = loss
    optimizer = settings.kind.type.init(settings, for: network)
    snapshot = FloatBuffer(count: network.values.count)
    goodBuffers = network.buffers.copy()
    stopNames = stops
    separatesFilters = settings.kind.type.takesFilters
    groups = []
    moved = []
    divide()
  }

  /// Takes batches of another size from the next step on, by a network that shares the weights.
  func use(_ network: Network) { self.network = network }

  /// Lets the layers of those names, and no others but the network's own, stay as they are from the next step on.
  func freeze(_ names: [String]) {
    network.freeze(names)
    guard names != frozen else { return }
    frozen = names
    divide()
  }

  /// Divides what learns at present into groups.
  private func divide() {
    groups = ParameterGroup.groups(
      of: network, named: groupSettings.names.union(stopNames), separatingFilters: separatesFilters)
    moved = groups.flatMap(\.allRanges)
  }

  /// Mean loss of a batch with the current weights. `number` counts the training steps (for dropout).
  package func loss(_ batch: LaneBatch, step number: Int) -> Double {
    network.forward(batch, mode: .training, step: number)
    return network.meanLoss(batch, lossSettings, classWeights: classWeights)
  }

  /// The gradients of `batch`, whose loss was computed last.
  func backward(_ batch: LaneBatch) { network.backward(batch, lossSettings, classWeights: classWeights) }

  /// Updates the weights by the gradients of `batch`, whose loss was computed last.
  package func learn(_ batch: LaneBatch, _ rates: StepRates) {
    goodBuffers.all.copy(from: network.buffers.all)
    backward(batch)
    for index in groups.indices {
      let group = groups[index]
      groups[index].learningRate = rates.learningRate(of: group, groupSettings)
      groups[index].weightDecay = group.names.value { groupSettings.weightDecays[$0] } ?? rates.weightDecay
      groups[index].momentum = group.names.value { groupSettings.momenta[$0] } ?? rates.momentum
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
