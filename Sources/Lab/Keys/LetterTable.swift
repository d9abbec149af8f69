import Screen

/// What each letter does and on which screens, computed from the tables of keys: a letter does the same wherever it
/// stands.
struct LetterTable {
  /// `[letter: [action: places]]`, with letters as keys are written: `r`, `^R`.
  private(set) var meanings: [String: [String: [String]]] = [:]
  /// Titles of the actions, the first that was met of each.
  private var titles: [String: String] = [:]

  init(_ bindings: [KeyBinding]) {
    for binding in bindings {
      let place: String
      switch binding.scope {
      case .screen(let screen): place = "\(screen.rawValue)"
      case .everywhere, .always: place = "everywhere"
      case .typing, .line, .panel, .help, .themePicker, .question: continue
      }
      for (action, keys) in zip(binding.actions, binding.keys) {
        for key in keys where Self.isLetter(key) {
          let known = meanings[key.title]?[action] ?? []
          if !known.contains(place) { meanings[key.title, default: [:]][action] = known + [place] }
          if titles[action] == nil { titles[action] = action.replacing("-", with: " ") }
        }
      }
    }
  }

  private static func isLetter(_ key: KeyPress) -> Bool {
    switch key {
    case .character(let character): character.isLetter
    case .control: true
    default: false
    }
  }

  /// A line a letter, for the help: what it does, then the digits of its screens.
  var lines: [(key: String, text: String)] {
    meanings.sorted { ($0.key.lowercased(), $1.key) < ($1.key.lowercased(), $0.key) }.map { key, meanings in
      let parts = meanings.sorted { $0.key < $1.key }.map { action, places in
        "\(titles[action] ?? action): \(places == ["everywhere"] ? "everywhere" : "on " + places.joined(separator: " "))"
      }
      return (key, parts.joined(separator: "; "))
    }
  }
}
