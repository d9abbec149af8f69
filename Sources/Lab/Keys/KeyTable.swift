import Screen

/// All keys of the lab.
enum KeyTable {
  /// As they are without a key map.
  static let all: [KeyBinding] =
    ScreenID.allCases.flatMap { $0.type.keys } + everywhere + typing + panels

  /// With the keys that the user has chosen.
  static func all(_ state: LabState) -> [KeyBinding] { state.keyMap.isEmpty ? all : all.map(state.keyMap.apply) }

  /// The scopes in which keys are looked up now, innermost first.
  static func scopes(_ state: LabState) -> [Scope] {
    switch state.overlays.last {
    case .help: return [.help, .line, .always]
    case .log(let panel) where panel.isSearching: return [.typing, .line, .always]
    case .log, .sameCommand: return [.panel, .always]
    case .question: return [.question, .always]
    case .themes: return [.themePicker, .always]
    case .confirm, .command, .filter: return [.typing, .line, .always]
    case nil: break
    }
    if state.editing != nil { return [.typing, .line, .always] }
    return [.screen(state.screen), .everywhere, .always]
  }

  /// The current lines in the order of the table, without those of other parts of the screen.
  static func bindings(_ state: LabState) -> [KeyBinding] {
    let scopes = scopes(state)
    return all(state).filter { scopes.contains($0.scope) && $0.availability(state) != .elsewhere }
      .sorted { scopes.firstIndex(of: $0.scope)! < scopes.firstIndex(of: $1.scope)! }
  }

  /// The current line of a key, and the index of its group.
  static func find(_ key: KeyPress, _ state: LabState) -> (binding: KeyBinding, group: Int)? {
    for binding in bindings(state) {
      if let group = binding.keys.firstIndex(where: { $0.contains(key) }) { return (binding, group) }
    }
    return nil
  }

  /// Up and down, as arrows and as in vi.
  static let vertical: [[KeyPress]] = [[.up, key("k")], [.down, key("j")]]
  static let horizontal: [[KeyPress]] = [[.left, key("h")], [.right, key("l")]]
  static let pages: [[KeyPress]] = [[.pageUp, .control("b")], [.pageDown, .control("f")]]
  static let ends: [[KeyPress]] = [[.home, key("g")], [.end, key("G")]]
}
