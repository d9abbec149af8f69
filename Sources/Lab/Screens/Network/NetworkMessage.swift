import Networks
import Screen

/// Messages of measurements, of the user's files, and of the editor of texts.
enum NetworkMessage: LabMessage {
  case measured(NetworkState.Measurement)
  /// The user's networks as they stand in their files.
  case listed([UserNetwork])
  /// A file that holds no network, and why.
  case broken(path: String, String)
  case saved(UserNetwork, lines: [String])
  /// Another network stands in that file.
  case taken(path: String, SaveNetwork)
  case replaceConfirmed(SaveNetwork)
  /// What the editor of texts has left behind.
  case edited(String)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .measured(let measurement): state.network.measurement = measurement
    case .listed(let networks): state.network.take(networks)
    case .broken(let path, let reason): state.note(broken: path, reason)
    case .saved(let network, let lines):
      state.network.saved(network, lines: lines)
      state.say("saved as \(network.path)")
    case .taken(let path, let task):
      let text = "\(path) is another network. Replace it?"
      var consented = task
      consented.replaces = true
      state.overlays.append(
        .question(Question(text, yes: "replace", then: NetworkMessage.replaceConfirmed(consented))))
    case .replaceConfirmed(let task): return [.file(task)]
    case .edited(let text): state.takeEdited(text)
    }
    return []
  }
}

extension LabState {
  /// A broken file is told of once.
  fileprivate mutating func note(broken path: String, _ reason: String) {
    let text = "\(reason): it is not among the networks"
    guard !log.contains(where: { $0.text == text }) else { return }
    say(text, .warning)
  }

  fileprivate mutating func takeEdited(_ text: String) {
    let before = network.editor.draft
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    network.edit { $0.take(Array(lines.last?.isEmpty == true ? lines.dropLast() : lines[...])) }
    network.part = .layers
    if let problem = network.editor.reading?.problem {
      network.cursor.line = problem.line - 1
      network.edit { _ in }
      say("line \(problem.line) cannot be read: \(problem.reason)", .warning)
    } else {
      say(
        network.editor.draft == before ? "nothing was changed" : "the text is taken back; \(keyName(.undo)) undoes that"
      )
    }
  }
}
