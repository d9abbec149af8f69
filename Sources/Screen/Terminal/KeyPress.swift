package enum KeyPress: Hashable, Sendable {
  /// A printable character, Space included.
  case character(Character)
  /// A letter with Ctrl, in lower case.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 is 1.
  case function(Int)

  /// A key by its name: a character, `enter`, `esc`, `pgdn`, `F5`, `ctrl-r` or `^R`; nil: there is none.
  package init?(named name: String) {
    let word = name.lowercased()
    let named: [String: KeyPress] = [
      "space": .character(" "), "enter": .enter, "return": .enter, "esc": .escape, "escape": .escape, "tab": .tab,
      "shift-tab": .backTab, "backspace": .backspace, "del": .delete, "delete": .delete, "ins": .insert,
      "insert": .insert, "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
      "pgup": .pageUp, "pageup": .pageUp, "pgdn": .pageDown, "pagedown": .pageDown,
    ]
    if let key = named[word] {
      self = key
    } else if name.count == 1, let character = name.first, Glyph(character).base != "\u{FFFD}" {
      self = .character(character)
    } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...12).contains(number) {
      self = .function(number)
    } else if let letter = word.last, letter.isASCII, letter.isLetter, word == "ctrl-\(letter)" || word == "^\(letter)"
    {
      self = .control(letter)
    } else {
      return nil
    }
  }

  /// For help and footer.
  package var title: String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(let letter): "^\(letter.uppercased())"
    case .enter: "enter"
    case .escape: "esc"
    case .tab: "tab"
    case .backTab: "shift-tab"
    case .backspace: "backspace"
    case .delete: "del"
    case .insert: "ins"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "home"
    case .end: "end"
    case .pageUp: "pgup"
    case .pageDown: "pgdn"
    case .function(let number): "F\(number)"
    }
  }
}
