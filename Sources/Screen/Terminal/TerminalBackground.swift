package enum TerminalBackground {
  /// Whether black reads better on it than white.
  package static func isLight(_ colour: RGB) -> Bool { Light.readable(on: colour) == RGB(0, 0, 0) }

  /// By rxvt's `COLORFGBG`, such as `15;0`, where the background's number is the last one; nil: it is not set.
  /// Users choose the 16 colours: only white is surely light in the dark half, and all but black in the bright half.
  package static func isLight(environment: [String: String]) -> Bool? {
    guard let text = environment["COLORFGBG"], text.contains(";"), let last = text.split(separator: ";").last,
      let number = UInt8(last), number < 16
    else { return nil }
    return number == 7 || number > 8
  }
}
