import Screen

/// Positions of the parts, and how far a row or a page moves the cursor.
struct DataScreenLayout: Equatable, Sendable {
  private static let factsWidth = 40
  /// Rows of the strip with its frame.
  private static let stripHeight = 12

  /// The grid of images.
  private(set) var images: Rect?
  private(set) var strip: Rect?
  private(set) var facts: Rect?
  private(set) var zoom = ImageZoom.half
  private(set) var columns = 1
  private(set) var rows = 1
  /// Cells of one image with label and gap.
  private(set) var tileWidth = 1
  private(set) var tileHeight = 1
  var perPage: Int { columns * rows }

  init() {}

  init(_ state: LabState) {
    let data = state.data
    let area = state.contentArea
    var left = area
    if state.isWide {
      let parts = area.columns([.rest, .fixed(Self.factsWidth)])
      (left, facts) = (parts[0], parts[1])
    } else if data.part == .sources {
      facts = area
    }
    let rows = left.rows([.rest, .fixed(data.showsStrip ? Self.stripHeight : 0)])
    if facts != area {
      images = data.showsStrip && data.set != nil ? rows[0] : left
      strip = data.showsStrip && data.set != nil ? rows[1] : nil
    }
    zoom = data.zoom == .half ? .half : .full
    let size = data.set?.train.size ?? 32
    let cells = zoom.size(width: size, height: size)
    (tileWidth, tileHeight) = (cells.columns + 1, cells.rows + 1)
    columns = max(1, (left.width - 2) / tileWidth)
    self.rows = max(1, (rows[0].height - 2) / tileHeight)
  }
}
