/// A place on the screen.
package struct Cell: Equatable, Sendable {
  /// What stands there.
  package var glyph: Glyph
  /// How it looks.
  package var style: Style

  /// A glyph in a style.
  package init(_ glyph: Glyph, _ style: Style) {
    self.glyph = glyph
    self.style = style
  }

  /// An empty place on the theme's background.
  package static let blank = Cell(.space, Style(.text, on: .background))
}
