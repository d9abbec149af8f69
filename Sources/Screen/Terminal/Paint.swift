/// A style with its colours as the terminal numbers them.
package struct Paint: Hashable, Sendable {
  /// An index of the palette; with 24-bit colours 0xRRGGBB, or `paletteBase` plus an index of the terminal's own 16;
  /// -1 without colours.
  package let foreground: Int32
  package let background: Int32
  package let attributes: Style.Attributes

  package static let paletteBase: Int32 = 0x100_0000
}
