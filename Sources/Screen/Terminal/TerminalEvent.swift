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
