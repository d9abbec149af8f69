package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case click, wheelUp, wheelDown
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
  /// Text from a clipboard, as it was.
  case pasted(String)
  /// It may have another size now, and nothing that stood there.
  case resized(width: Int, height: Int)
  /// Ctrl-L: the whole screen is to be drawn again.
  case repaint
  /// SIGINT (Ctrl-C), SIGQUIT (Ctrl-\), SIGTERM or SIGHUP asks for an orderly stop. The next one kills.
  case stop(signal: Int32)
}
