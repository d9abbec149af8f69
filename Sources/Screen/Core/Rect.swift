/// A rectangle of cells; x to the right, y down.
package struct Rect: Equatable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  /// `width` × `height` cells whose upper left one is (x, y); a negative size counts as none.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The column after the last one.
  package var maxX: Int { x + width }
  /// The row after the last one.
  package var maxY: Int { y + height }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < maxX && row >= y && row < maxY
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// Smaller by `columns` at the left and the right, and by `rows` at the top and the bottom.
  package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }

  /// `width` × `height` cells in the middle of this one, no larger than it.
  package func centred(width: Int, height: Int) -> Rect {
    let columns = min(width, self.width)
    let rows = min(height, self.height)
    return Rect(x: x + (self.width - columns) / 2, y: y + (self.height - rows) / 2, width: columns, height: rows)
  }
}
