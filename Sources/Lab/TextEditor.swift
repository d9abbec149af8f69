import Files
import Foundation
import Networks

/// The editor that a user has set for texts.
struct TextEditor {
  let environment: [String: String]

  /// Opens a text under that file name, and answers with what was saved there.
  func edit(_ text: String, name: String, on terminal: any LabTerminal) -> any LabMessage {
    let usual = ["editor", "nano", "vi"]
    guard let editor = UserProgram(["VISUAL", "EDITOR"], usual: usual, environment: environment) else {
      return SessionMessage.failed("no editor is found: set EDITOR, as in EDITOR=nano, and open the lab again")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)").path
    let path = "\(folder)/\(name)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try FileAccess.write(Array(text.utf8), to: path)
      guard let code = terminal.lend(to: editor.words + [path]) else {
        return SessionMessage.failed("\(editor.name) cannot be started; set EDITOR to another program")
      }
      guard code == 0 else {
        return SessionMessage.failed("\(editor.name) ended with exit code \(code); the text is as it was")
      }
      let bytes = try FileAccess.read(path, limit: NetworkTextLimits.bytes)
      guard let saved = String(validating: bytes, as: UTF8.self) else {
        return SessionMessage.failed("what \(editor.name) has saved is no text in UTF-8; the text is as it was")
      }
      return NetworkMessage.edited(saved)
    } catch {
      return SessionMessage.failed("\(error)")
    }
  }
}
