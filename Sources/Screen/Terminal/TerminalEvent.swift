package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case click, doubleClick, wheelUp, wheelDown
  }
  package var x: Int
  package var y: Int
  package var action: Action

  package init(x: Int, y: Int, action: Action) {
    self.x = x
    self.y = y
    self.action = action
  }
}

package enum TerminalEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  case resized(width: Int, height: Int)
  /// Ctrl-L, or the return from suspension: the whole screen is to be drawn again.
  case repaint
  /// SIGINT (Ctrl-C), SIGTERM or SIGHUP asks for an orderly stop. The next one kills.
  case stop(signal: Int32)
}
