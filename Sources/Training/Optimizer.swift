import Kernels
import Networks

/// What moves the weights against their gradients.
///
/// It remembers a few floats for each weight, its slots, and the number of its steps since it last forgot everything.
/// Both stand in checkpoints. How the loop over the weights is cut and what it copies on the way is none of its business.
package protocol Optimizer: AnyObject {
  /// The slots' names in a checkpoint.
  static var slotNames: [String] { get }
  /// In the order of their names, each with one float a weight; zeros at first.
  var slots: [FloatBuffer] { get }
  /// In `update`, the step at hand is counted.
  var stepsSinceReset: Int { get set }

  /// An optimiser at rest, for so many weights.
  init(_ settings: OptimizerSettings, weights count: Int)

  /// Moves the weights that stand at `range` of the flat buffers, a part of `group`.
  func update(_ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, pool: WorkerPool)
}

extension Optimizer {
  /// Memory that it takes for so many weights.
  static func bytes(weights count: Int) -> Int { slotNames.count * count * MemoryLayout<Float>.stride }

  /// Moves the weights of all groups; `snapshot` receives those from before.
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

  /// Forgets everything, as at the start of a fit call and after a divergence.
  func reset() {
    for slot in slots { slot.all.fill(0) }
    stepsSinceReset = 0
  }

  /// What it remembers, as values.
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

/// Weights that are moved with the same rate, weight decay and momentum.
package struct ParameterGroup: Sendable, Equatable {
  /// Where they stand in the flat buffers; frozen layers leave gaps.
  package let ranges: [Range<Int>]
  package var learningRate = 0.0
  package var weightDecay = 0.0
  /// Where the schedule moves it; nil: the optimiser's own.
  package var momentum: Double?

  /// All that learns in a network is one group.
  init(allOf network: Network) { ranges = network.trainableRanges }
}

/// What an optimiser remembers, as values.
package struct OptimizerState: Sendable, Equatable {
  /// One value a weight, in the order of the network's parameters, by the name of the slot.
  package var slots: [String: [Float]]
  package var stepsSinceReset: Int

  /// A state put together from its parts.
  package init(slots: [String: [Float]], stepsSinceReset: Int) {
    self.slots = slots
    self.stepsSinceReset = stepsSinceReset
  }
}

extension OptimizerState {
  /// Refuses what no optimiser of that type could have left after `steps` steps over so many weights.
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
