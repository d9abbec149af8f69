import Screen

/// The help while it is open: what is searched for in it, and the line under the cursor.
struct HelpPanel: Equatable, Sendable {
  var search = TextInput()
  var selected = 0
}

/// A line of the help: something that can be done, or a heading.
struct HelpEntry: Sendable {
  enum Kind: Sendable {
    case heading
    /// A line of the key table.
    case key(KeyBinding)
    /// A command after `:`, which enter begins.
    case command(PromptCommand)
    /// What a letter does, and on which screens.
    case letter
  }

  let kind: Kind
  /// At the left: keys, or a command.
  let name: String
  let text: String
  /// Why it cannot be done now.
  var reason: String?

  var isHeading: Bool { if case .heading = kind { true } else { false } }

  /// Whether all words that are searched for stand in it.
  func contains(_ words: [String]) -> Bool {
    var title = ""
    if case .key(let binding) = kind { title = binding.title }
    let all = "\(name) \(title) \(text)".lowercased()
    return words.allSatisfy { all.contains($0) }
  }

  /// The keys of the screen, those that hold everywhere, the commands, and the table of letters.
  static func all(_ state: LabState) -> [HelpEntry] {
    var below = state
    below.overlays = []
    below.editing = nil
    func entries(_ isWanted: (Scope) -> Bool) -> [HelpEntry] {
      KeyTable.all(state).filter { isWanted($0.scope) }.map { binding in
        var reason: String?
        if case .off(let why) = binding.availability(below) { reason = why }
        return HelpEntry(kind: .key(binding), name: binding.allKeys, text: binding.help, reason: reason)
      }
    }
    func heading(_ text: String) -> HelpEntry { HelpEntry(kind: .heading, name: "", text: text) }
    return entries { $0 == .screen(state.screen) }
      + [heading("everywhere")] + entries { $0 == .everywhere || $0 == .always }
      + [heading("commands after :")]
      + PromptCommand.all.map { HelpEntry(kind: .command($0), name: "\($0.name) \($0.usage)", text: $0.help) }
      + [heading("letters, the same on every screen")]
      + LetterTable(KeyTable.all(state)).lines.map { HelpEntry(kind: .letter, name: $0.key, text: $0.text) }
  }

  /// Those that fit what is searched for; headings only while nothing is.
  static func shown(_ state: LabState, _ panel: HelpPanel) -> [HelpEntry] {
    let words = panel.search.text.lowercased().split(separator: " ").map(String.init)
    return words.isEmpty ? all(state) : all(state).filter { !$0.isHeading && $0.contains(words) }
  }
}

extension LabState {
  private var help: HelpPanel? {
    if case .help(let panel) = overlays.last { return panel }
    return nil
  }

  mutating func moveHelp(by offset: Int) -> [Effect] {
    guard var panel = help else { return [] }
    let entries = HelpEntry.shown(self, panel)
    panel.selected = min(max(panel.selected + offset, 0), max(entries.count - 1, 0))
    // Nothing can be done with a heading.
    if entries.indices.contains(panel.selected), entries[panel.selected].isHeading {
      panel.selected = min(max(panel.selected + (offset < 0 ? -1 : 1), 0), entries.count - 1)
    }
    overlays[overlays.count - 1] = .help(panel)
    return []
  }

  /// Does what the line under the cursor says.
  mutating func doHelp() -> [Effect] {
    guard let panel = help else { return [] }
    let entries = HelpEntry.shown(self, panel)
    guard entries.indices.contains(panel.selected) else { return [] }
    switch entries[panel.selected].kind {
    case .heading, .letter: return []
    case .command(let command):
      overlays.removeLast()
      return openPrompt(command.name + (command.usage.isEmpty ? "" : " "))
    case .key(let binding):
      overlays.removeLast()
      switch binding.availability(self) {
      case .on: return binding.run(&self, 0)
      case .off(let reason): say("\(binding.shortKeys): \(reason)")
      case .elsewhere:
        say("\(binding.shortKeys) belongs to another part of the screen: \(keyName(.nextPart)) goes there")
      }
      return []
    }
  }

  /// Takes away what is searched for, then the help.
  mutating func leaveHelp() -> [Effect] {
    guard let panel = help else { return [] }
    if panel.search.text.isEmpty {
      overlays.removeLast()
    } else {
      overlays[overlays.count - 1] = .help(HelpPanel())
    }
    return []
  }
}
