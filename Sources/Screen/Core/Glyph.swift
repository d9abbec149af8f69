/// What stands in a cell: one scalar and up to two combining marks, packed into 64 bits.
package struct Glyph: Hashable, Sendable {
  /// Three times 21 bits; the lowest is the base. 0 is the right half of a wide glyph.
  package let packed: UInt64

  private init(packed: UInt64) { self.packed = packed }

  /// One scalar, which has to be printable.
  package init(_ scalar: Unicode.Scalar) { packed = UInt64(scalar.value) }

  /// A character's base and its first two combining marks. What cannot be printed becomes U+FFFD; joiners and
  /// variation selectors, whose width terminals disagree about, are dropped.
  package init(_ character: Character) {
    var scalars = character.unicodeScalars.makeIterator()
    guard let base = scalars.next(), TextWidth.of(base) > 0 else {
      packed = 0xFFFD
      return
    }
    var packed = UInt64(base.value)
    var shift: UInt64 = 21
    while shift < 63, let mark = scalars.next() {
      guard mark.properties.generalCategory == .nonspacingMark, !mark.properties.isVariationSelector else { continue }
      packed |= UInt64(mark.value) << shift
      shift += 21
    }
    self.packed = packed
  }

  package static let space = Glyph(packed: 32)
  package static let continuation = Glyph(packed: 0)

  /// The base and the marks, first the base; none for a continuation.
  package var scalars: [Unicode.Scalar] {
    [packed & 0x1F_FFFF, packed >> 21 & 0x1F_FFFF, packed >> 42 & 0x1F_FFFF]
      .filter { $0 != 0 }.compactMap { Unicode.Scalar(UInt32($0)) }
  }

  /// The base; a space for a continuation.
  package var base: Unicode.Scalar {
    Unicode.Scalar(UInt32(packed & 0x1F_FFFF)).flatMap { $0 == "\0" ? " " : $0 } ?? " "
  }

  package var isASCII: Bool { packed < 128 }

  /// Cells that it covers: 1 or 2, and 0 for a continuation.
  package var columns: Int { packed < 128 ? (packed == 0 ? 0 : 1) : TextWidth.of(base) }

  /// The ASCII character that stands for it where nothing else can be shown.
  package var asciiTwin: Glyph { isASCII ? self : Glyph(ASCIITwin.of(base)) }
}
