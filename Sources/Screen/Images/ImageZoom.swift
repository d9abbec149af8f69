/// How large a picture is shown.
package enum ImageZoom: Int, CaseIterable, Sendable {
  /// 2×4 pixels in a cell: 32×32 pixels in 16×8 cells.
  case half
  /// A pixel in half a cell: 32×32 pixels in 32×16 cells.
  case full
  /// A pixel in two cells side by side: 32×32 pixels in 64×32 cells.
  case double
  /// A pixel in three cells side by side, one and a half high: 5×5 pixels in 15×8 cells.
  case triple

  /// Cells that a picture takes.
  package func size(width: Int, height: Int) -> (columns: Int, rows: Int) {
    switch self {
    case .half: (width / 2, (height / 2 + 1) / 2)
    case .full: (width, (height + 1) / 2)
    case .double: (width * 2, height)
    case .triple: (width * 3, (height * 3 + 1) / 2)
    }
  }

  func apply(to image: PixelImage) -> PixelImage {
    switch self {
    case .half: image.halved
    case .full: image
    case .double: image.enlarged(by: 2)
    case .triple: image.enlarged(by: 3)
    }
  }
}
