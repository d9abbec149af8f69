import Screen

/// Positions of the parts, and the grid of images.
struct InspectLayout: Equatable, Sendable {
  static let tile = (width: 17, height: 10)
  private static let widthOfAll = 120

  private(set) var matrix: Rect?
  private(set) var layers: Rect?
  private(set) var images: Rect?
  private(set) var columns = 1
  private(set) var rows = 1
  var perPage: Int { columns * rows }

  init() {}

  init(_ state: LabState) {
    let area = state.contentArea
    var imagesArea = area
    if state.width >= Self.widthOfAll {
      let parts = area.columns([.fixed(min(max(state.width / 2, 68), 84)), .rest])
      let rows = parts[0].rows([.fixed((state.inspect.inspection?.classes.count ?? 0) + 9), .rest])
      imagesArea = parts[1]
      (matrix, layers, images) = (rows[0], rows[1], parts[1])
    } else {
      switch state.inspect.part {
      case .matrix: matrix = area
      case .images: images = area
      case .layers: layers = area
      }
    }
    columns = max(1, (imagesArea.width - 3) / Self.tile.width)
    rows = max(1, (imagesArea.height - 2) / Self.tile.height)
  }
}
