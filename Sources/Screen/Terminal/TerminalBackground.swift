/// Whether a terminal is light, as far as that can be known.
package enum TerminalBackground {
  /// Whether black reads better on it than white.
  package static func isLight(_ colour: RGB) -> Bool { Light.readable(on: colour) == RGB(0, 0, 0) }

  /// What rxvt's `COLORFGBG` says, which others set as well: `15;0`, with the background's number last; nil: nothing.
  /// Users set the 16 colours as they like: of the dark half only the white is light, of the bright half all but the black.
  package static func isLight(environment: [String: String]) -> Bool? {
    guard let text = environment["COLORFGBG"], text.contains(";"), let last = text.split(separator: ";").last,
      let number = UInt8(last), number < 16
    else { return nil }
    return number == 7 || number > 8
  }
}
