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
    let suggestion = nearest(to: name, in: known).map { "did you mean --\($0)?" }
    return UsageError("--\(name) is not an option here", remedy: suggestion ?? "see --help")
  }

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

/// The candidate with the smallest edit distance, if small enough for a typing error.
func nearest(to word: String, in candidates: [String]) -> String? {
  let ranked = candidates.map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, word.count / 3) ? best.name : nil
}

/// Levenshtein distance between `a` and `b`.
func editDistance(_ a: String, _ b: String) -> Int {
  let target = Array(b)
  var row = Array(0...target.count)
  for (i, character) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let changed = diagonal + (character == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
    }
  }
  return row[target.count]
}
