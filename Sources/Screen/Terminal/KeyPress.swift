/// A key as the terminal reports it.
package enum KeyPress: Hashable, Sendable {
  /// A printable character, Space included.
  case character(Character)
  /// A letter with Ctrl, in lower case.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 is 1.
  case function(Int)

  /// As help and footer write it.
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

/// A mouse button or wheel on a cell.
package struct MouseEvent: Hashable, Sendable {
  /// What was done.
  package enum Action: Hashable, Sendable {
    case click, doubleClick, wheelUp, wheelDown
  }
  /// The column.
  package var x: Int
  /// The row.
  package var y: Int
  /// What was done.
  package var action: Action

  /// An action on a cell.
  package init(x: Int, y: Int, action: Action) {
    self.x = x
    self.y = y
    self.action = action
  }
}

/// What the terminal has to say.
package enum TerminalEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// It has another size now.
  case resized(width: Int, height: Int)
  /// Whoever sits there wants the whole screen again (Ctrl-L), or the lab has come back from suspension.
  case repaint
  /// SIGINT (Ctrl-C), SIGTERM or SIGHUP asks for an orderly stop. The next one kills.
  case stop(signal: Int32)
}
