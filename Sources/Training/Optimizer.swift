import Kernels
import Networks

/// An optimiser: updates the weights from their gradients.
///
/// Its state is a few floats per weight, the slots, and the number of steps since its last reset; both are part of
/// checkpoints. Splitting the loop over threads and copying the weights for recovery is done by its callers.
package protocol Optimizer: AnyObject {
  static var slotNames: [String] { get }
  /// In the order of `slotNames`, one float per weight each, initially zero.
  var slots: [FloatBuffer] { get }
  /// During `update` it already includes the current step.
  var stepsSinceReset: Int { get set }

  /// Whether it updates the filters of convolutions as a whole.
  static var takesFilters: Bool { get }

  /// An optimiser with zero state for the weights of `network`.
  init(_ settings: OptimizerSettings, for network: Network)

  /// Updates the weights at `range` of the flat buffers, which is part of `group`, with that rate.
  func update(
    _ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, learningRate: Double, pool: WorkerPool)

  /// Updates the filters of `group`, with that rate, where it takes them; `snapshot` receives those from before.
  func updateFilters(_ network: Network, _ group: ParameterGroup, learningRate: Double, snapshot: FloatBuffer)
}

extension Optimizer {
  /// Bytes of the state for so many weights.
  static func bytes(weights count: Int) -> Int { slotNames.count * count * MemoryLayout<Float>.stride }

  package static var takesFilters: Bool { false }

  package func updateFilters(_ network: Network, _ group: ParameterGroup, learningRate: Double, snapshot: FloatBuffer) {
    precondition(group.filters.isEmpty, "this optimiser takes weights one by one")
  }

  /// Updates the weights of all groups; `snapshot` receives the weights from before.
  func step(_ network: Network, _ groups: [ParameterGroup], snapshot: FloatBuffer) {
    stepsSinceReset += 1
    for group in groups {
      guard let learningRate = group.learningRate else {
        // What is not updated has to be in the snapshot all the same.
        for range in group.allRanges { snapshot.slice(range).copy(from: network.values.slice(range)) }
        continue
      }
      for range in group.ranges {
        update(
          WeightUpdate(network, at: range, snapshot: snapshot), at: range, group, learningRate: learningRate,
          pool: network.pool)
      }
      updateFilters(network, group, learningRate: learningRate, snapshot: snapshot)
    }
  }

  /// Zeroes the state: at the start of a fit call and after a divergence.
  func reset() {
    for slot in slots { slot.all.fill(0) }
    stepsSinceReset = 0
  }

  /// A copy of its state.
  var state: OptimizerState {
    get {
      let values = slots.map(\.all.values)
      return OptimizerState(
        slots: Dictionary(uniqueKeysWithValues: zip(Self.slotNames, values)), stepsSinceReset: stepsSinceReset)
    }
    set {
      for (name, slot) in zip(Self.slotNames, slots) { slot.all.values = newValue.slots[name]! }
      stepsSinceReset = newValue.stepsSinceReset
    }
  }
}

extension WeightUpdate {
  /// The weights of a network at `range` of its flat buffers.
  init(_ network: Network, at range: Range<Int>, snapshot: FloatBuffer) {
    self.init(
      values: network.values.slice(range), gradients: network.gradients.slice(range), snapshot: snapshot.slice(range))
  }
}

/// The state of an optimiser as values.
package struct OptimizerState: Sendable, Equatable {
  /// By slot name: one value per weight, in the order of the network's parameters.
  package var slots: [String: [Float]]
  package var stepsSinceReset: Int

  package init(slots: [String: [Float]], stepsSinceReset: Int) {
    self.slots = slots
    self.stepsSinceReset = stepsSinceReset
  }
}

extension OptimizerState {
  /// Throws if no optimiser of that type could be in this state after `steps` steps over `count` weights.
  func check(_ type: any Optimizer.Type, weights count: Int, steps: Int) throws(LearnerStateError) {
    guard slots.keys.sorted() == type.slotNames.sorted() else {
      throw LearnerStateError(reason: "its optimiser keeps \(slots.keys.sorted()), not \(type.slotNames.sorted())")
    }
    for (name, values) in slots where values.count != count {
      throw LearnerStateError(reason: "its optimiser's \(name) is of \(values.count) weights, the network has \(count)")
    }
    guard (0...max(steps, 0)).contains(stepsSinceReset) else {
      throw LearnerStateError(reason: "its optimiser took \(stepsSinceReset) of \(steps) steps")
    }
  }
}
