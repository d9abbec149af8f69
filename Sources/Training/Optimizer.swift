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

  /// An optimiser with zero state for `count` weights.
  init(_ settings: OptimizerSettings, weights count: Int)

  /// Updates the weights at `range` of the flat buffers, which is part of `group`.
  func update(_ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, pool: WorkerPool)
}

extension Optimizer {
  /// Bytes of the state for so many weights.
  static func bytes(weights count: Int) -> Int { slotNames.count * count * MemoryLayout<Float>.stride }

  /// Updates the weights of all groups; `snapshot` receives the weights from before.
  func step(_ network: Network, _ groups: [ParameterGroup], snapshot: FloatBuffer) {
    stepsSinceReset += 1
    for group in groups {
      for range in group.ranges {
        let weights = WeightUpdate(
          values: network.values.slice(range), gradients: network.gradients.slice(range),
          snapshot: snapshot.slice(range))
        update(weights, at: range, group, pool: network.pool)
      }
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

/// Weights with the same rate, weight decay and momentum.
package struct ParameterGroup: Sendable, Equatable {
  /// Ranges of the flat buffers; frozen layers leave gaps.
  package let ranges: [Range<Int>]
  package var learningRate = 0.0
  package var weightDecay = 0.0
  /// The schedule's momentum; nil: the optimiser's own.
  package var momentum: Double?

  /// All trainable weights of a network.
  init(allOf network: Network) { ranges = network.trainableRanges }
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
