/// A style as a terminal gets it: numbers for its two colours.
package struct Paint: Hashable, Sendable {
  /// Of the glyph: an index of the palette, or with 24 bits the colour's own number (or `paletteBase` and the index);
  /// -1 where there are no colours.
  package let foreground: Int32
  /// Behind the glyph.
  package let background: Int32
  /// Emphasis.
  package let attributes: Style.Attributes

  /// With 24 bits, the terminal's own 16 colours are numbered from here.
  package static let paletteBase: Int32 = 0x100_0000
}
