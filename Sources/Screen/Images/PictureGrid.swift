/// Square pictures in rows and columns, at full size where there is room for some of them.
package struct PictureGrid: Equatable, Sendable {
  /// Fewer pictures side by side and beneath each other are no overview.
  private static let overview = 4

  /// In cells.
  package struct Size: Equatable, Sendable {
    package let width: Int
    package let height: Int
  }

  package private(set) var zoom: ImageZoom
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// Cells of one picture, and of a picture with its labels and the gap at its right.
  package private(set) var picture: Size
  package private(set) var tile: Size
  package var count: Int { columns * rows }
  /// The columns that they take.
  package var width: Int { columns * tile.width }

  /// `labels`: lines beneath a picture of that size. `chosen`: the size that somebody wants; nil takes full size where
  /// at least four pictures have room.
  package init(
    pixels: Int, width: Int, height: Int, chosen: ImageZoom? = nil, labels: (ImageZoom) -> Int
  ) {
    let full = Self(pixels, width, height, .full, labels(.full))
    if let chosen {
      self = chosen == .full ? full : Self(pixels, width, height, chosen, labels(chosen))
    } else {
      self = full.count >= Self.overview ? full : Self(pixels, width, height, .half, labels(.half))
    }
  }

  private init(_ pixels: Int, _ width: Int, _ height: Int, _ zoom: ImageZoom, _ labels: Int) {
    self.zoom = zoom
    let cells = zoom.size(width: pixels, height: pixels)
    picture = Size(width: cells.columns, height: cells.rows)
    tile = Size(width: cells.columns + 1, height: cells.rows + labels)
    columns = max(1, width / tile.width)
    rows = max(1, height / tile.height)
  }

  /// The place of the picture with this number, counted row by row from the upper left corner of `area`.
  package func place(_ number: Int, in area: Rect) -> Rect {
    Rect(
      x: area.x + number % columns * tile.width, y: area.y + number / columns * tile.height, width: picture.width,
      height: picture.height
    ).intersection(area)
  }

  /// The number of the first visible picture, such that `selected` is visible.
  package func first(selected: Int, of count: Int) -> Int {
    Scroll.top(selection: selected / columns, count: (count + columns - 1) / columns, visible: rows) * columns
  }

  /// The number of the picture at a place of the screen.
  package func number(atX x: Int, y: Int, in area: Rect) -> Int? {
    guard area.contains(x: x, y: y) else { return nil }
    let (column, row) = ((x - area.x) / tile.width, (y - area.y) / tile.height)
    return column < columns && row < rows ? row * columns + column : nil
  }
}
