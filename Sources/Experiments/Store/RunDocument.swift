import Files
import Foundation
import ImageData
import Networks
import Training

/// `run.json`: recipe, images, machine and result of a run.
package struct RunDocument: Sendable, Equatable, Codable {
  /// The images that it trained on.
  package struct DataFacts: Sendable, Equatable, Codable {
    package var name: String
    package var source: String
    package var fingerprint: String
    package var classes: [String]
    package var trainImages: Int
    package var validImages: Int

    /// Throws if `found` are other images.
    package func check(_ found: DataSet) throws(RunFolderError) {
      guard found.fingerprint == fingerprint else { throw .otherData(expected: source, found: found.source) }
    }
  }

  /// The computer that it ran on.
  package struct MachineFacts: Sendable, Equatable, Codable {
    package var host: String
    package var system: String
    package var cores: Int
    package var threads: Int
  }

  package enum Status: String, Sendable, Codable {
    /// Under way, or killed: `RunListing.isLive` tells which.
    case running
    case stopped
    case completed
    case diverged
  }

  package struct Result: Sendable, Equatable, Codable {
    package var epochs = 0
    package var steps = 0
    /// Of the last epoch.
    package var accuracy: Double?
    package var validLoss: Double?
    package var trainLoss: Double?
    /// Training time of all epochs.
    package var seconds = 0.0
    package var best: RankedEpoch?
    package var divergedAtStep: Int?
    package var divergedAtRate: Double?
    /// What the other kind of batch statistics gives.
    package var other: OtherStatistics?
    /// What the mean over several views of each image gives.
    package var augmented: Evaluation?
  }

  private struct Version: Decodable { let format: Int }

  /// Version of the run folder's layout.
  package static let currentFormat = 1

  package var format = RunDocument.currentFormat
  /// With widths and fit calls spelled out, so that it keeps its meaning when defaults change.
  package var recipe: Recipe
  package var data: DataFacts
  package var machine: MachineFacts
  package var parameters: Int
  /// Seconds since 1970.
  package var created: Double
  /// nil: it has none.
  package var label: RunLabel?
  package var status = Status.running
  package var result = Result()

  /// The document of a run that begins now.
  package init(_ run: TrainingRun, created: Date) throws {
    recipe = try run.recipe.spelledOut(for: run.data)
    data = DataFacts(
      name: run.data.name, source: run.data.source, fingerprint: run.fingerprint, classes: run.data.classes,
      trainImages: run.learner.data.train.count, validImages: run.data.valid.count)
    let process = ProcessInfo.processInfo
    machine = MachineFacts(
      host: process.hostName, system: process.operatingSystemVersionString, cores: process.activeProcessorCount,
      threads: run.network.pool.threads)
    parameters = run.network.parameterCount
    self.created = created.timeIntervalSince1970
  }

  /// Throws if `found` are not the images that the run began with.
  package func check(_ found: DataSet) throws(RunFolderError) { try data.check(found) }

  /// The file's bytes: keys with underscores, one entry a line.
  package func json() throws -> [UInt8] {
    try JSON.document(of: self, keys: .underscores)
  }

  /// Parses a file's bytes; errors name what is missing or wrong.
  package init(json bytes: [UInt8]) throws {
    // Checked first: another format may lack anything else.
    let format = try JSON.decode(Version.self, from: bytes, keys: .underscores).format
    guard format == RunDocument.currentFormat else { throw RunFolderError.format(format) }
    self = try JSON.decode(RunDocument.self, from: bytes, keys: .underscores)
    try check()
  }
}

/// Why a run folder cannot be used.
package enum RunFolderError: UserFacingError, Equatable {
  case format(Int)
  /// An invalid `created`.
  case time(Double)
  /// A figure of `run.json` and its invalid value.
  case figure(String, String)
  /// The run's name.
  case inUse(String)
  case unknown(String)
  /// The folder that holds no run.
  case empty(String)
  /// What was typed, and the runs whose names begin with it.
  case ambiguous(String, [String])
  /// A name, and the run that has it.
  case nameTaken(String, String)
  /// Why a run's label is none.
  case label(String)
  /// A text by its name in `run.json` that is longer than any.
  case tooLong(String)
  /// Sources of the images.
  case otherData(expected: String, found: String)

  package var problem: String {
    switch self {
    case .format(let number): "it is of format \(number)"
    case .time(let seconds): "'created' is \(seconds), which is no time in seconds since 1970"
    case .figure(let name, let value): "'\(name)' is \(value), which no run has"
    case .inUse(let name): "run '\(name)' is being written by another process"
    case .otherData(let expected, let found):
      "the images of '\(found)' are not those that the run began with ('\(expected)')"
    case .unknown(let name): "there is no run '\(name)'"
    case .empty(let root): "there are no runs in \(root)"
    case .ambiguous(let word, let names):
      "'\(word)' may be \(names.prefix(4).joined(separator: ", "))\(names.count > 4 ? " or one of \(names.count - 4) more" : "")"
    case .nameTaken(let name, let other): "'\(name)' is the name of \(other)"
    case .label(let reason): "'label' is none: \(reason)"
    case .tooLong(let name): "'\(name)' has more than \(RunLimits.longestText) bytes"
    }
  }

  package var remedy: String? {
    switch self {
    case .format: "this version reads \(RunDocument.currentFormat)"
    case .time, .figure, .label, .tooLong: nil
    case .inUse: "wait for it or stop it"
    case .otherData: "name them with --data"
    case .unknown: "`cifarlab runs` lists what there is"
    case .empty: "train one with: cifarlab train ConvNet"
    case .ambiguous: "write more of its name"
    case .nameTaken: "choose another, or rename that one"
    }
  }

  package var exitCode: ExitCode { .fileProblem }
}
