import Networks
import Training

/// Everything that a run follows from: the same recipe on the same data gives the same figures to the last digit.
///
/// It holds the settings of network and learner as these declare them, and hands them on whole. How each setting is
/// called, written and read stands once, in `RecipeField.all`.
package struct Recipe: Sendable, Hashable {
  package var network: String
  /// The article's whole list; nil: the architecture's own.
  package var widths: [Int]?
  /// As given to `--data`.
  package var data = "auto"
  /// Pixels a side.
  package var size = 32
  /// This many training images, class-balanced; nil: all.
  package var subset: Int?
  /// What can be chosen of the network beside its widths.
  package var options = NetworkOptions()
  /// How it is trained; without calls of `fit`: by the architecture's own schedule.
  package var training = LearnerOptions()
  /// A safetensors file to start from.
  package var initialWeights: String?

  /// The network's own schedule and widths, and the lesson's defaults.
  package init(network: String) { self.network = network }
}

/// What most readers of a recipe ask for.
extension Recipe {
  package var fits: [FitCall] {
    get { training.fits }
    set { training.fits = newValue }
  }
  package var batchSize: Int {
    get { training.batchSize }
    set { training.batchSize = newValue }
  }
  package var seed: UInt64 {
    get { training.seed }
    set { training.seed = newValue }
  }
}

extension Recipe {
  /// The calls that it runs: its own, or else the architecture's.
  package func schedule() throws -> [FitCall] {
    guard fits.isEmpty else { return fits }
    return try Architectures.named(network).schedule.map { try FitCall(parsing: $0) }
  }

  /// Those calls; none where the network is not known.
  package var knownSchedule: [FitCall] { (try? schedule()) ?? [] }

  /// The one figure that stands for the rates of a run by it.
  package var rate: Double? { knownSchedule.highestRate }

  /// Forgets rates set by hand and recoveries unless the steps they belong to are those of `other`.
  package mutating func keepHistory(ifStepsAreThoseOf other: Recipe) {
    let isSame = RecipeField.all.filter(\.definesSteps).allSatisfy { $0.isSame(in: self, and: other) }
    guard !isSame else { return }
    training.learningRateChanges = []
    training.recoveries = []
  }
}
