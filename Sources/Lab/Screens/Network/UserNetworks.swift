import Experiments
import Files
import Foundation
import Networks
import Screen

/// A network that stands in a file of the user's.
struct UserNetwork: Sendable {
  let path: String
  let architecture: TextArchitecture
}

/// Reads the user's networks.
struct ListNetworks: FileTask {
  func run(in runtime: LabRuntime) throws {
    var networks: [UserNetwork] = []
    for entry in NetworkLibrary(environment: runtime.options.environment).entries {
      switch entry.content {
      case .success(let architecture): networks.append(UserNetwork(path: entry.path, architecture: architecture))
      case .failure(let problem): runtime.mailbox.post(NetworkMessage.broken(path: entry.path, problem.description))
      }
    }
    runtime.mailbox.post(NetworkMessage.listed(networks))
  }
}

/// Writes a network as one of the user's. Another one of that name is only replaced when that was said.
struct SaveNetwork: FileTask {
  let name: String
  /// As they are edited, under another name.
  let lines: [String]
  /// What its own file is known to hold.
  let known: NetworkText?
  var replaces = false

  func run(in runtime: LabRuntime) throws {
    guard let folder = NetworkLibrary(environment: runtime.options.environment).ownFolder else {
      throw InputError("there is no folder for networks: set HOME or XDG_CONFIG_HOME")
    }
    let path = "\(folder)/\(name)\(NetworkLibrary.ending)"
    let text = try NetworkText(parsing: lines.joined(separator: "\n")).named(name)
    let bytes = Array(text.description.utf8)
    try FileAccess.makeFolder(folder)
    if try !FileAccess.add(bytes, linking: nil, at: path) {
      guard replaces || isOwn(path) else {
        return runtime.mailbox.post(NetworkMessage.taken(path: path, self))
      }
      try FileAccess.write(bytes, to: path)
    }
    let architecture = TextArchitecture(text, name: name, origin: path)
    runtime.mailbox.post(NetworkMessage.saved(UserNetwork(path: path, architecture: architecture), lines: lines))
  }

  /// Whether the file holds what it was read with.
  private func isOwn(_ path: String) -> Bool {
    guard let known, let there = try? NetworkLibrary.read(path) else { return false }
    return there.text == known
  }
}

/// The name that a network is saved under.
struct NetworkNameField: TypedField {
  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> { state.saveNetwork(as: text) }
}

extension LabState {
  var saveAvailability: Availability {
    if let line = network.editor.reading?.problem?.line { return .off("line \(line) cannot be read yet") }
    return isNetworkUnsaved ? .on : .off("nothing has been edited")
  }

  mutating func askForNetworkName() -> [Effect] {
    let editor = network.editor
    var name = editor.base.name
    if editor.file == nil {
      while name.hasSuffix("*") { name.removeLast() }
      let names = Set(network.architectures.map { $0.name.lowercased() })
      let free = (2...).first { !names.contains("\(name)-\($0)".lowercased()) } ?? 2
      name += "-\(free)"
    }
    network.part = .layers
    editing = FieldEdit(NetworkNameField(), name)
    return []
  }

  mutating func saveNetwork(as typed: String) -> Result<[Effect], InputError> {
    let name = typed.trimmed
    guard NetworkText.isName(name) else {
      return .failure(InputError("a name has letters, digits and _ . + * -, and begins with a letter"))
    }
    guard !Architectures.all.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
      return .failure(InputError("\(name) is one of the lab's own; take another name"))
    }
    if case .off(let reason) = saveAvailability { return .failure(InputError(reason)) }
    let editor = network.editor
    return .success([.file(SaveNetwork(name: name, lines: editor.draft, known: editor.base.text))])
  }

  mutating func openTextEditor() -> [Effect] {
    [
      .editText(
        network.editor.draft.map { $0 + "\n" }.joined(), name: network.architecture.name + NetworkLibrary.ending)
    ]
  }
}
