import Files

/// A command line that is wrong: why, and what to write instead.
struct UsageError: UserFacingError, Equatable {
  let problem: String
  let remedy: String?

  init(_ problem: String, remedy: String? = nil) {
    self.problem = problem
    self.remedy = remedy
  }

  var exitCode: ExitCode { .wrongUse }

  static func unknownOption(_ name: String, known: [String]) -> UsageError {
    let meant = otherNames[name].flatMap { known.contains($0) ? $0 : nil } ?? nearest(to: name, in: known)
    let suggestion = meant.map { "did you mean --\($0)?" }
    return UsageError("--\(name) is not an option here", remedy: suggestion ?? "see --help")
  }

  /// What other programs call an option.
  private static let otherNames = [
    "lr": "fit", "learning-rate": "fit", "rate": "fit", "epochs": "fit", "schedule": "fit", "weight-decay": "fit",
    "wd": "fit", "batch": "batch-size", "bs": "batch-size", "dataset": "data", "output": "out", "device": "threads",
    "workers": "threads", "optim": "optimizer", "opt": "optimizer", "resume": "init", "weights": "init",
    "color": "theme", "colour": "theme",
  ]

  static func unknownCommand(_ name: String, known: [String]) -> UsageError {
    let suggestion = nearest(to: name, in: known).map { "did you mean '\($0)'?" }
    return UsageError("there is no command '\(name)'", remedy: suggestion ?? "see cifarlab --help")
  }

  static func unknownWord(_ word: String, after command: String, known: [String]) -> UsageError {
    let suggestion = nearest(to: word, in: known).map { "did you mean '\(command) \($0)'?" }
    return UsageError(
      "'\(command)' knows no '\(word)'", remedy: suggestion ?? "it is one of \(known.joined(separator: ", "))")
  }

  static func shortOption(_ word: String) -> UsageError {
    UsageError("'\(word)' is not an option", remedy: "options begin with two dashes; see --help")
  }
}
