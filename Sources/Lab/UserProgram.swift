import Files
import Foundation

/// A program that the user has set, or one that is usually there. No shell reads it.
struct UserProgram {
  /// The program and its options.
  let words: [String]

  /// Of the first of the variables that says something, else the first of `usual` that is found.
  init?(_ variables: [String], usual: [String], environment: [String: String]) {
    if let set = variables.lazy.compactMap({ environment[$0] }).first(where: { !$0.trimmed.isEmpty }) {
      words = Self.words(set)
      return
    }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let found = usual.lazy.compactMap { name in
      folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }.first
    guard let found else { return nil }
    words = [found]
  }

  var name: String { words.first ?? "" }

  /// Words between spaces; quotes keep them together.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + [word].compactMap { $0 }
  }
}
