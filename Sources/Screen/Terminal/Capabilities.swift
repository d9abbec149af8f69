/// What a terminal can show.
package struct Capabilities: Hashable, Sendable {
  /// How many colours there are.
  package enum Colour: Int, Comparable, Sendable {
    case none, ansi16, palette256, trueColour

    /// By number of colours.
    package static func < (left: Colour, right: Colour) -> Bool { left.rawValue < right.rawValue }
  }

  /// Its colours.
  package var colour: Colour
  /// Whether box drawing, blocks and braille arrive as such.
  package var unicode: Bool

  /// So many colours, with or without Unicode.
  package init(colour: Colour, unicode: Bool) {
    self.colour = colour
    self.unicode = unicode
  }

  /// Letters and nothing else.
  package static let plain = Capabilities(colour: .none, unicode: false)
  /// All that there is.
  package static let full = Capabilities(colour: .trueColour, unicode: true)

  /// From the environment, the number of colours that terminfo has for `TERM` (0 when unknown), and the wish for ASCII.
  ///
  /// `NO_COLOR` (no-color.org) wins over everything. 24 bit is what `COLORTERM` or the terminal's name announces; GNU
  /// screen hands `COLORTERM` on without understanding it, unlike tmux. UTF-8 is what the locale says, except on
  /// terminals whose fonts lack the blocks and braille.
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

  /// The console of the kernel and terminals of before Unicode.
  private static func isOldTerminal(_ term: String) -> Bool {
    term == "linux" || term.hasPrefix("linux-") || term.hasPrefix("vt") || term == "ansi" || term.hasPrefix("cons25")
  }
}
