/// The cells of a screen, which widgets draw into: a value, so that frames are compared and tested without a terminal.
package struct Buffer: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// Whether glyphs beyond ASCII stay; else each becomes its ASCII twin as it is put.
  package let unicode: Bool
  /// Row by row.
  package private(set) var cells: [Cell]

  package init(width: Int, height: Int, unicode: Bool = true) {
    self.width = max(0, width)
    self.height = max(0, height)
    self.unicode = unicode
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell at (x, y), which must be inside.
  package subscript(x: Int, y: Int) -> Cell {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "The cell lies outside the buffer.")
    return cells[y * width + x]
  }

  /// Puts one glyph at (x, y). Nothing is drawn outside; half of a wide glyph becomes a space.
  package mutating func put(_ glyph: Glyph, x: Int, y: Int, style: Style) {
    guard y >= 0, y < height, x < width, x >= 0 else { return }
    var columns = 1
    var shown = glyph
    if !glyph.isASCII {
      columns = glyph.columns
      if !unicode {
        shown = glyph.asciiTwin
        if columns == 2, x + 1 < width { place(.space, x: x + 1, y: y, style: style) }
        columns = 1
      } else if columns == 2, x + 1 >= width {
        shown = .space
        columns = 1
      }
    }
    place(shown, x: x, y: y, style: style)
    if columns == 2 { place(.continuation, x: x + 1, y: y, style: style, leftHalfIsNew: true) }
  }

  package mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, style: Style) {
    put(Glyph(scalar), x: x, y: y, style: style)
  }

  private mutating func place(_ glyph: Glyph, x: Int, y: Int, style: Style, leftHalfIsNew: Bool = false) {
    let index = y * width + x
    let old = cells[index]
    if old.glyph == .continuation, !leftHalfIsNew, x > 0 { cells[index - 1].glyph = .space }
    if x + 1 < width, cells[index + 1].glyph == .continuation, old.glyph != .continuation {
      cells[index + 1].glyph = .space
    }
    cells[index].glyph = glyph
    if style.foreground != .clear { cells[index].style.foreground = style.foreground }
    if style.background != .clear { cells[index].style.background = style.background }
    cells[index].style.attributes = style.attributes
  }

  /// Fills a rectangle with a glyph of one column.
  package mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", style: Style) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { put(scalar, x: x, y: y, style: style) }
    }
  }

  /// Changes the style of a rectangle's cells, not their glyphs. Clear inks keep the colours; attributes are added.
  package mutating func restyle(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.maxY {
      for index in (y * width + area.x)..<(y * width + area.maxX) {
        if style.foreground != .clear { cells[index].style.foreground = style.foreground }
        if style.background != .clear { cells[index].style.background = style.background }
        cells[index].style.attributes.formUnion(style.attributes)
      }
    }
  }

  /// Visits the cells of `next` that differ from this buffer, which has its size, or all of them. The left half of a
  /// wide glyph counts as changed when its right half is.
  package func forEachDifference(to next: Buffer, all: Bool, _ body: (_ x: Int, _ y: Int, _ cell: Cell) -> Void) {
    precondition(all || (width == next.width && height == next.height), "Frames to compare have one size.")
    let new = next.cells
    for y in 0..<next.height {
      for x in 0..<next.width {
        let index = y * next.width + x
        let isChanged =
          all || cells[index] != new[index]
          || (x + 1 < width && new[index + 1].glyph == .continuation && cells[index + 1] != new[index + 1])
        if isChanged { body(x, y, new[index]) }
      }
    }
  }
}
