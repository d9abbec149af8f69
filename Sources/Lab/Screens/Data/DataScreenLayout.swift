import Screen

/// Positions of the parts, and how far a row or a page moves the cursor.
struct DataScreenLayout: Equatable, Sendable {
  /// The least columns of the facts beside the images.
  private static let factsWidth = 40

  /// The frame of the images, and where the pictures stand in it.
  private(set) var images: Rect?
  private(set) var pictures = Rect(x: 0, y: 0, width: 0, height: 0)
  private(set) var grid = PictureGrid(pixels: 32, width: 0, height: 0) { _ in 1 }
  /// Lines for somebody who has no images yet.
  private(set) var firstSteps: Rect?
  private(set) var strip: Rect?
  private(set) var stripZoom = ImageZoom.half
  private(set) var facts: Rect?

  init() {}

  init(_ state: LabState) {
    let data = state.data
    let area = state.contentArea
    let pixels = data.set?.train.size ?? 32
    let isAlone = !state.isWide
    if isAlone, data.part == .sources {
      facts = area
      return
    }
    let showsStrip = data.showsStrip && data.set != nil
    let width = area.width - (isAlone ? 0 : Self.factsWidth)
    let steps = data.isFallback ? FirstSteps.height : 0
    placeStrip(pixels, width: width, height: area.height - steps)
    let full = stripZoom.size(width: pixels, height: pixels).rows + 3
    let height = area.height - (showsStrip ? full : 0)
    grid = PictureGrid(pixels: pixels, width: width - 2, height: height - 2 - steps, chosen: data.zoom) { _ in 1 }
    // The images take as much as whole pictures need; what is left goes to the facts.
    let columns = isAlone ? [area] : area.columns([.fixed(grid.width + 2), .rest])
    facts = isAlone ? nil : columns[1]
    let rows = columns[0].rows([.rest, .fixed(showsStrip ? full : 0)])
    images = rows[0]
    strip = showsStrip ? rows[1] : nil
    let inner = rows[0].inset(columns: 1, rows: 1).rows([.rest, .fixed(steps)])
    pictures = Rect(x: inner[0].x + 1, y: inner[0].y, width: inner[0].width - 1, height: inner[0].height)
    firstSteps = steps > 0 ? inner[1] : nil
  }

  /// The strip shows pictures at full size where four stand side by side and a row of full ones stays above them.
  private mutating func placeStrip(_ pixels: Int, width: Int, height: Int) {
    let full = ImageZoom.full.size(width: pixels, height: pixels)
    stripZoom = width >= 4 * (full.columns + 1) + 2 && height >= 2 * (full.rows + 3) ? .full : .half
  }
}
