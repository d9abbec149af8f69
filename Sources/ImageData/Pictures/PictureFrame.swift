/// The part of a picture that is used, and what it is scaled to. Of an odd number of pixels the smaller half is cut off,
/// or added, at the left and at the top.
struct PictureFrame: Equatable {
  /// Of the picture.
  let columns: Range<Int>
  let rows: Range<Int>
  /// In the square.
  let width: Int
  let height: Int

  /// The frame of a picture that is turned afterwards as EXIF's `orientation` says.
  init(width: Int, height: Int, size: Int, fit: PictureFit, orientation: Int = 1) {
    switch fit {
    case .crop:
      let side = min(width, height)
      let turning = PictureTurning(orientation)
      columns = Self.middle(side, of: width, isReversed: turning.reversesColumns)
      rows = Self.middle(side, of: height, isReversed: turning.reversesRows)
      (self.width, self.height) = (size, size)
    case .pad:
      let side = max(width, height)
      (columns, rows) = (0..<width, 0..<height)
      self.width = max((2 * width * size + side) / (2 * side), 1)
      self.height = max((2 * height * size + side) / (2 * side), 1)
    case .squash:
      (columns, rows) = (0..<width, 0..<height)
      (self.width, self.height) = (size, size)
    }
  }

  /// All of a picture as it is.
  init(whole width: Int, _ height: Int) {
    (columns, rows) = (0..<width, 0..<height)
    (self.width, self.height) = (width, height)
  }

  private static func middle(_ length: Int, of whole: Int, isReversed: Bool) -> Range<Int> {
    let start = (whole - length + (isReversed ? 1 : 0)) / 2
    return start..<start + length
  }
}

/// How EXIF's orientation turns a picture: 1 is as it is, 2 mirrored, 3 upside down, 6 a quarter to the right, 8 a
/// quarter to the left; 4, 5 and 7 mirrored as well.
struct PictureTurning {
  let swapsSides: Bool
  /// Of the picture as it is stored.
  let reversesColumns: Bool
  let reversesRows: Bool

  init(_ orientation: Int) {
    swapsSides = (5...8).contains(orientation)
    reversesColumns = [2, 3, 7, 8].contains(orientation)
    reversesRows = [3, 4, 6, 7].contains(orientation)
  }
}
