import Experiments
import Files
import Foundation

/// Keeps the text of an edited network in a file, for a command line that names it.
struct KeepNetwork: FileTask {
  let path: String
  let text: String

  func run(in runtime: LabRuntime) throws {
    try FileAccess.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    try FileAccess.write(Array(text.utf8), to: path)
  }
}

extension LabState {
  /// Whether the network is none of the lab's and stands in no file.
  var isNetworkUnsaved: Bool {
    let editor = network.editor
    return editor.isEdited || (editor.file == nil && recipe.networkLabel != editor.architecture.name)
  }

  /// Where a command line finds the text of an edited network; nil: nowhere.
  var keptNetwork: String? {
    guard let draftFolder, isNetworkUnsaved, let digest = network.architecture.text?.layersDigest else { return nil }
    let name = network.architecture.name.filter { $0 != "*" }
    return "\(draftFolder)/\(name)-\(digest)\(NetworkLibrary.ending)"
  }

  /// Writes the text of an edited network to where a command line says that it is.
  func keepNetwork(for line: String) -> [Effect] {
    guard let file = keptNetwork, line.contains(ShellQuoting.quoted(file)), let text = network.architecture.text else {
      return []
    }
    return [.file(KeepNetwork(path: file, text: text.description))]
  }
}
