/// What drawing depends on besides the state.
package struct RenderContext: Equatable, Sendable {
  /// Which colours the roles have.
  package var theme: Theme
  /// What the terminal can show.
  package var capabilities: Capabilities

  /// A theme on a terminal.
  package init(theme: Theme, capabilities: Capabilities) {
    self.theme = theme
    self.capabilities = capabilities
  }
}

/// Something that draws itself into a rectangle of a buffer and nowhere else.
package protocol Widget {
  /// Draws into `rect`, which is not empty.
  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext)
}
