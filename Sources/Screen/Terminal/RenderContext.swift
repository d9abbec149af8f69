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

extension RenderContext {
  /// What a style becomes on this terminal.
  package func paint(_ style: Style) -> Paint {
    if capabilities.colour == .none {
      return Paint(foreground: -1, background: -1, attributes: style.attributes.union(emphasis(style)))
    }
    if capabilities.colour == .ansi16, style.background == .role(.selection) {
      // Of 16 colours the nearest to a quiet bar is often the background itself.
      return Paint(
        foreground: number(.role(.text)), background: number(.role(.background)),
        attributes: style.attributes.union(.reverse))
    }
    return Paint(
      foreground: number(style.foreground), background: number(style.background),
      attributes: style.attributes)
  }

  private func number(_ ink: Ink) -> Int32 {
    switch (capabilities.colour, theme.colour(of: ink)) {
    case (.none, _): return -1
    case (.trueColour, .rgb(let rgb)): return Int32(rgb.hex)
    case (.trueColour, .palette(let index)): return Paint.paletteBase + Int32(index)
    case (_, .palette(let index)): return Int32(index)
    case (.palette256, .rgb(let rgb)): return Int32(Palette.nearest256(rgb))
    case (.ansi16, .rgb(let rgb)):
      // Where there are but 8, the bright ones come out otherwise in front than behind: pictures do without them.
      if case .role = ink { return Int32(Palette.nearest16(rgb)) }
      return Int32(Palette.nearest8(rgb))
    }
  }

  private static let emphasised: Set<Role> = [.title, .focus, .tabActive, .key, .error, .warning]

  /// What stands for colours where there are none.
  private func emphasis(_ style: Style) -> Style.Attributes {
    if style.background == .role(.selection) { return .reverse }
    guard case .role(let role) = style.foreground else { return [] }
    return Self.emphasised.contains(role) ? .bold : []
  }
}
