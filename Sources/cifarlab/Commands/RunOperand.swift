import Experiments
import Files

// A run of the store in place of its folder or of one of its files.

extension Arguments {
  /// The folder's name, or the path, of the run that a word means.
  func run(_ word: String) throws -> String { try storeToRead().resolve(word) }

  /// The run that is the one operand.
  func onlyRun() throws -> String { try run(try onlyOperand("RUN")) }

  /// The path of a file or, where there is none and a run is meant, of the run's file of that name.
  func path(_ word: String, orOfRun file: String) throws -> String {
    guard FileKind(of: word) == nil else { return word }
    do {
      return try storeToRead().find(try run(word)).folder + "/" + file
    } catch let problem as RunFolderError {
      guard case .ambiguous = problem else { return word }
      throw problem
    }
  }

  /// The weights that `--init` names: a file, or the last ones of a run.
  func initialWeights() throws -> String? {
    guard has(Options.initialWeights) || !has(Options.newHead) else {
      throw UsageError("--new-head goes with --init", remedy: "name a RUN or a file of weights, or leave it out")
    }
    return try self[Options.initialWeights].map { try path($0, orOfRun: "weights.safetensors") }
  }
}
