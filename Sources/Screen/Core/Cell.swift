/// What stands at a place of the screen, and how it looks.
package struct Cell: Equatable, Sendable {
  package var glyph: Glyph
  package var style: Style

  package init(_ glyph: Glyph, _ style: Style) {
    self.glyph = glyph
    self.style = style
  }

  /// An empty place on the theme's background.
  package static let blank = Cell(.space, Style(.text, on: .background))
}
