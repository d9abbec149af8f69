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

  /// The bytes of a file's name as one word, those that are no printable text as `$'\\xE9'`, which bash and zsh know.
  package static func quoted(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self), text.printable == text { return quoted(text) }
    let escaped = bytes.map { byte in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: String(UnicodeScalar(byte))
      default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return "$'" + escaped.joined() + "'"
  }

  private static let plain = Set("0123456789-_./,=:+".unicodeScalars)
}
