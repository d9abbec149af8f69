import Files
import Foundation
import Networks

/// The editor that a user has set for texts.
struct TextEditor {
  let environment: [String: String]

  /// Words of `VISUAL` or `EDITOR`, else what is usually there.
  private var command: [String]? {
    let set = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.trimmed.isEmpty }
    if let set { return Self.words(set) }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return ["editor", "nano", "vi"].lazy.compactMap { name in
      folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }.first.map { [$0] }
  }

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

  /// Opens a text under that file name, and answers with what was saved there.
  func edit(_ text: String, name: String, on terminal: any LabTerminal) -> any LabMessage {
    guard let command else {
      return SessionMessage.failed("no editor is found: set EDITOR, as in EDITOR=nano, and open the lab again")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)").path
    let path = "\(folder)/\(name)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try FileAccess.write(Array(text.utf8), to: path)
      guard let code = terminal.lend(to: command + [path]) else {
        return SessionMessage.failed("\(command[0]) cannot be started; set EDITOR to another program")
      }
      guard code == 0 else {
        return SessionMessage.failed("\(command[0]) ended with exit code \(code); the text is as it was")
      }
      let bytes = try FileAccess.read(path, limit: NetworkTextLimits.bytes)
      guard let saved = String(validating: bytes, as: UTF8.self) else {
        return SessionMessage.failed("what \(command[0]) has saved is no text in UTF-8; the text is as it was")
      }
      return NetworkMessage.edited(saved)
    } catch {
      return SessionMessage.failed("\(error)")
    }
  }
}
