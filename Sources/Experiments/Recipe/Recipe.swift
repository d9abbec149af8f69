import ImageData
import Networks
import Training

/// Everything that a run depends on besides the images: the same recipe on the same images gives the same figures to
/// the last digit.
///
/// It holds the settings of network and learner as these declare them. Name, text form and JSON of each setting are
/// declared once, in `RecipeField.all`.
package struct Recipe: Sendable, Hashable {
  package var network: String
  /// What the network is made from, where it is none of those that are written in Swift.
  package var networkText: NetworkText?
  /// Where that text was read, for commands that name it; a run does not keep it.
  package var networkFile: String?
  /// The article's whole list; nil: the architecture's own.
  package var widths: [Int]?
  /// As given to `--data`.
  package var data = "auto"
  package var reading = ReadOptions()
  /// So many training images, class-balanced; nil: all.
  package var subset: Int?
  /// Options of the network besides its widths.
  package var options = NetworkOptions()
  /// Options of the learner; without fit calls, the architecture's own schedule applies.
  package var training = LearnerOptions()
  /// Path of a safetensors file to start from.
  package var initialWeights: String?
  /// Whether the last layer starts anew, whatever the initial weights have of one: for other classes.
  package var newHead = false
  /// A table of labels that hold in place of the set's.
  package var labelsFrom: String?
  /// The SHA-256 of that table, in a recipe that was run.
  package var labelsDigest: String?

  /// The default recipe of a network.
  package init(network: String) { self.network = network }
}

extension Recipe {
  /// The network before it has widths.
  package func architecture() throws(NetworkError) -> any Architecture {
    if let networkText { return TextArchitecture(networkText, name: network, origin: networkFile) }
    return try Architectures.named(network)
  }

  /// Takes that network, by its name and by its text where it has one.
  package mutating func use(_ architecture: any Architecture) {
    network = architecture.name
    networkText = architecture.text
    networkFile = nil
  }

  /// The network's name, with a digest behind it where the text is none of the lab's own: an edited network goes by the
  /// name of what it was.
  package var networkLabel: String {
    guard let networkText else { return network }
    let own = Architectures.all.first { $0.name == network }?.text
    return own?.layersDigest == networkText.layersDigest ? network : "\(network) \(networkText.layersDigest)"
  }
}

/// Shortcuts to the settings that are read most.
extension Recipe {
  /// Pixels a side.
  package var size: Int {
    get { reading.size }
    set { reading.size = newValue }
  }
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
  /// Its own fit calls, or else the architecture's.
  package func schedule() throws -> [FitCall] {
    guard fits.isEmpty else { return fits }
    return try architecture().schedule.map { try FitCall(parsing: $0) }
  }

  /// The same; empty if the network is unknown.
  package var knownSchedule: [FitCall] { (try? schedule()) ?? [] }

  /// The highest rate of its schedule.
  package var rate: Double? { knownSchedule.highestRate }

  /// Scales its rates so that the highest one of its calls is `rate`; those of groups keep their ratio to it.
  package mutating func scale(toHighest rate: Double) {
    let calls = knownSchedule
    guard let highest = calls.highestRate else { return }
    fits = calls.scaled(toHighest: rate)
    training.optimizer.groups.learningRates = training.optimizer.groups.learningRates.mapValues {
      ($0 / highest * rate).rounded(toDigits: 6)
    }
  }

  /// Drops manual rates and recoveries if the steps they refer to differ in `other`.
  package mutating func keepHistory(ifStepsAreThoseOf other: Recipe) {
    let isSame = RecipeField.all.filter(\.definesSteps).allSatisfy { $0.isSame(in: self, and: other) }
    guard !isSame else { return }
    training.learningRateChanges = []
    training.recoveries = []
  }
}
