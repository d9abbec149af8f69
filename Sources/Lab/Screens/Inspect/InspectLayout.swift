import Screen

/// Positions of the parts, and the grid of images.
struct InspectLayout: Equatable, Sendable {
  static let widthOfAll = 120
  /// The least columns of confusion and layers beside the images.
  private static let leftWidth = 68
  /// Rows beneath the confusion from which on reliability and layers stand there both.
  private static let heightOfBoth = 24
  /// The least rows for filters beneath the images.
  private static let filterRows = 9

  private(set) var matrix: Rect?
  private(set) var layers: Rect?
  private(set) var images: Rect?
  private(set) var reliability: Rect?
  private(set) var filters: Rect?
  private(set) var grid = PictureGrid(pixels: 32, width: 0, height: 0, labels: Self.labels)
  /// Where the pictures stand.
  private(set) var pictures = Rect(x: 0, y: 0, width: 0, height: 0)

  /// Lines beneath a picture: its classes, then its loss. A small picture has no room for both classes in one line.
  static func labels(_ zoom: ImageZoom) -> Int { zoom == .half ? 3 : 2 }

  init() {}

  init(_ state: LabState) {
    let area = state.contentArea
    let inspect = state.inspect
    let pixels = inspect.inspection?.images.size ?? 32
    func fit(_ width: Int, _ height: Int) -> PictureGrid {
      PictureGrid(pixels: pixels, width: width - 3, height: height - 2, chosen: inspect.zoom, labels: Self.labels)
    }
    guard state.width >= Self.widthOfAll, !state.isMaximised else {
      grid = fit(area.width, area.height)
      switch inspect.part {
      case .matrix: matrix = area
      case .images: images = area
      case .layers: layers = area
      case .figures: placeFigures(inspect, in: area)
      }
      placePictures()
      return
    }
    grid = fit(area.width - Self.leftWidth, area.height)
    // The images take as much as whole pictures need; what is left goes to the confusion.
    let columns = area.columns([.rest, .fixed(grid.width + 3)])
    placeLeft(inspect, in: columns[0])
    let used = grid.rows * grid.tile.height + 2
    let hasFilters = inspect.inspection?.facts.filters.isEmpty == false && filters == nil
    if hasFilters, area.height - used >= Self.filterRows {
      let parts = columns[1].rows([.fixed(used), .rest])
      (images, filters) = (parts[0], parts[1])
    } else {
      images = columns[1]
    }
    placePictures()
  }

  private mutating func placePictures() {
    guard let images else { return }
    let inner = images.inset(columns: 1, rows: 1)
    pictures = Rect(x: inner.x + 1, y: inner.y, width: inner.width - 1, height: inner.height)
  }

  /// The confusion, beneath it the reliability and the layers, or one of them.
  private mutating func placeLeft(_ inspect: InspectState, in area: Rect) {
    let most = area.height * 3 / 5
    let needed = inspect.inspection.map { ConfusionView.height($0, inspect, width: area.width) } ?? most
    let rows = area.rows([.fixed(min(needed, most)), .rest])
    matrix = rows[0]
    if rows[1].height >= Self.heightOfBoth {
      let parts = rows[1].rows([.fixed(ReliabilityView.height), .rest])
      (reliability, layers) = (parts[0], parts[1])
    } else if inspect.part == .figures {
      placeFigures(inspect, in: rows[1])
    } else {
      layers = rows[1]
    }
  }

  /// The reliability, and the filters beneath or beside it.
  private mutating func placeFigures(_ inspect: InspectState, in area: Rect) {
    guard inspect.inspection?.facts.filters.isEmpty == false else {
      reliability = area
      return
    }
    let isTall = area.height >= ReliabilityView.height + Self.filterRows
    let parts =
      isTall ? area.rows([.fixed(ReliabilityView.height), .rest]) : area.columns([.flexible(1), .flexible(1)])
    (reliability, filters) = (parts[0], parts[1])
  }
}
