/// Words as a shell has to be given them to take them as they are.
package enum ShellQuoting {
  /// The words as one command line.
  package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// One word, in quotes where a shell would make something else of it.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || plain.contains($0)) }
    // zsh looks for a command behind an equals sign at the start.
    return isPlain && !word.isEmpty && !word.hasPrefix("=") ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private static let plain = Set("0123456789-_./,=:+".unicodeScalars)
}
