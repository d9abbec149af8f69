extension Theme {
  /// What a theme may name as a colour.
  package enum Colour: Hashable, Sendable {
    case rgb(RGB)
    /// One of the terminal's own 16, as its user has set them.
    case palette(UInt8)

    /// One of the 16 is taken to be xterm's.
    package var rgb: RGB {
      switch self {
      case .rgb(let colour): colour
      case .palette(let index): Palette[index]
      }
    }

    /// `#rgb`, `#rrggbb`, or `ansi 0` … `ansi 15`.
    init?(_ text: String) {
      if text.hasPrefix("ansi "), let index = UInt8(text.dropFirst(5)), index < 16 {
        self = .palette(index)
        return
      }
      let digits = text.dropFirst()
      guard text.hasPrefix("#"), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let value = UInt32(digits, radix: 16)
      else { return nil }
      switch digits.utf8.count {
      case 3: self = .rgb(RGB(UInt8(value >> 8) * 17, UInt8(value >> 4 & 15) * 17, UInt8(value & 15) * 17))
      case 6: self = .rgb(RGB(hex: value))
      default: return nil
      }
    }
  }
}
