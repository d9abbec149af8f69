/// The parameters of "select graphic rendition" for colours (ECMA-48, and xterm's additions), as bytes.
package enum ColourSequence {
  /// Appends those of a colour, which has a number as in `Paint`.
  package static func append(
    _ number: Int32, _ colour: Capabilities.Colour, isBackground: Bool, to bytes: inout [UInt8]
  ) {
    let base = isBackground ? 40 : 30
    switch colour {
    case .trueColour where number < Paint.paletteBase:
      append(base + 8, to: &bytes)
      bytes += [separator, UInt8(ascii: "2"), separator]
      append(Int(number >> 16), to: &bytes)
      bytes.append(separator)
      append(Int(number >> 8 & 255), to: &bytes)
      bytes.append(separator)
      append(Int(number & 255), to: &bytes)
    case .trueColour, .palette256:
      append(base + 8, to: &bytes)
      bytes += [separator, UInt8(ascii: "5"), separator]
      append(Int(colour == .trueColour ? number - Paint.paletteBase : number), to: &bytes)
    case .ansi16, .none:
      append(number < 8 ? base + Int(number) : base + 60 + Int(number) - 8, to: &bytes)
    }
  }

  private static let separator = UInt8(ascii: ";")

  /// Appends a number below 1000 in decimal digits.
  package static func append(_ value: Int, to bytes: inout [UInt8]) {
    precondition((0..<1000).contains(value), "A parameter has up to three digits.")
    let zero = UInt8(ascii: "0")
    if value >= 100 { bytes.append(zero + UInt8(value / 100)) }
    if value >= 10 { bytes.append(zero + UInt8(value / 10 % 10)) }
    bytes.append(zero + UInt8(value % 10))
  }
}
