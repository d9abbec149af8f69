/// What a terminal can show.
package struct Capabilities: Hashable, Sendable {
  package enum Colour: Int, Comparable, Sendable {
    case none, ansi16, palette256, trueColour

    package static func < (left: Colour, right: Colour) -> Bool { left.rawValue < right.rawValue }
  }

  package var colour: Colour
  /// Whether box drawing, blocks and braille can be shown.
  package var unicode: Bool

  package init(colour: Colour, unicode: Bool) {
    self.colour = colour
    self.unicode = unicode
  }

  package static let plain = Capabilities(colour: .none, unicode: false)
  package static let full = Capabilities(colour: .trueColour, unicode: true)

  /// What the environment and the number of colours in terminfo (0: unknown) tell of a terminal.
  ///
  /// `NO_COLOR` (no-color.org) wins over everything. 24-bit colours are announced by the terminal's name or by
  /// `COLORTERM`, which GNU screen hands on without understanding it, unlike tmux. The locale tells UTF-8, except on
  /// terminals whose fonts lack blocks and braille.
  package static func detect(
    environment: [String: String], terminfoColours: Int = 0, ascii: Bool = false
  ) -> Capabilities {
    let term = environment["TERM", default: ""].lowercased()
    guard !term.isEmpty, term != "dumb", term != "unknown" else { return .plain }
    return Capabilities(
      colour: colour(term: term, environment: environment, terminfoColours: terminfoColours),
      unicode: !ascii && hasUTF8Locale(environment) && !isOldTerminal(term))
  }

  private static func colour(term: String, environment: [String: String], terminfoColours: Int) -> Colour {
    if !environment["NO_COLOR", default: ""].isEmpty { return .none }
    let announced = ["truecolor", "24bit"].contains(environment["COLORTERM", default: ""].lowercased())
    let isGNUScreen = term.hasPrefix("screen") && environment["TMUX", default: ""].isEmpty
    if isOldTerminal(term) {
      return terminfoColours >= 8 || term.hasPrefix("linux") ? .ansi16 : .none
    }
    let direct = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"]
    if announced && !isGNUScreen || term.hasSuffix("-direct") || direct.contains(where: { term.hasPrefix($0) }) {
      return .trueColour
    }
    if term.contains("256color") || terminfoColours >= 256 || announced { return .palette256 }
    return terminfoColours >= 8 || term.contains("color") ? .ansi16 : .none
  }

  private static func hasUTF8Locale(_ environment: [String: String]) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      let value = environment[name, default: ""].lowercased()
      if !value.isEmpty { return value.contains("utf-8") || value.contains("utf8") }
    }
    return false
  }

  /// The Linux console, and terminals older than Unicode.
  private static func isOldTerminal(_ term: String) -> Bool {
    term == "linux" || term.hasPrefix("linux-") || term.hasPrefix("vt") || term == "ansi" || term.hasPrefix("cons25")
  }
}
