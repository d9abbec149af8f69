/// What drawing depends on beside the state.
package struct RenderContext: Equatable, Sendable {
  package var theme: Theme
  package var capabilities: Capabilities

  package init(theme: Theme, capabilities: Capabilities) {
    self.theme = theme
    self.capabilities = capabilities
  }
}

extension RenderContext {
  package func paint(_ style: Style) -> Paint {
    if capabilities.colour == .none {
      return Paint(foreground: -1, background: -1, attributes: style.attributes.union(emphasis(style)))
    }
    if capabilities.colour == .ansi16, style.background == .role(.selection) {
      // Among 16 colours, the nearest to the bar's is often the background.
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
      // With 8 colours, bright ones differ between foreground and background: pictures avoid them.
      if case .role = ink { return Int32(Palette.nearest16(rgb)) }
      return Int32(Palette.nearest8(rgb))
    }
  }

  private static let emphasised: Set<Role> = [.title, .focus, .tabActive, .key, .error, .warning]

  /// What replaces colours where there are none.
  private func emphasis(_ style: Style) -> Style.Attributes {
    if style.background == .role(.selection) { return .reverse }
    guard case .role(let role) = style.foreground else { return [] }
    return Self.emphasised.contains(role) ? .bold : []
  }
}
