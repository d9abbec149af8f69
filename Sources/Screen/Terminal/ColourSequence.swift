/// SGR parameters of colours (ECMA-48 and xterm's additions), as bytes.
package enum ColourSequence {
  /// The bytes of `38;2;255;255;255`.
  package static let longest = 16

  /// Appends the parameters of a colour, numbered as in `Paint`.
  package static func append(
    _ number: Int32, _ colour: Capabilities.Colour, isBackground: Bool, to bytes: inout OutputSpan<UInt8>
  ) {
    let base = isBackground ? 40 : 30
    switch colour {
    case .trueColour where number < Paint.paletteBase:
      append(base + 8, to: &bytes)
      bytes.append(separator)
      bytes.append(UInt8(ascii: "2"))
      for shift: Int32 in [16, 8, 0] {
        bytes.append(separator)
        append(Int(number >> shift & 255), to: &bytes)
      }
    case .trueColour, .palette256:
      append(base + 8, to: &bytes)
      bytes.append(separator)
      bytes.append(UInt8(ascii: "5"))
      bytes.append(separator)
      append(Int(colour == .trueColour ? number - Paint.paletteBase : number), to: &bytes)
    case .ansi16, .none:
      append(number < 8 ? base + Int(number) : base + 60 + Int(number) - 8, to: &bytes)
    }
  }

  private static let separator = UInt8(ascii: ";")

  /// Appends a number below 10,000 in decimal digits.
  package static func append(_ value: Int, to bytes: inout OutputSpan<UInt8>) {
    precondition((0..<10_000).contains(value), "A parameter has up to four digits.")
    let zero = UInt8(ascii: "0")
    let value = UInt16(value)
    if value >= 1000 { bytes.append(zero + UInt8(value / 1000)) }
    if value >= 100 { bytes.append(zero + UInt8(value / 100 % 10)) }
    if value >= 10 { bytes.append(zero + UInt8(value / 10 % 10)) }
    bytes.append(zero + UInt8(value % 10))
  }
}
