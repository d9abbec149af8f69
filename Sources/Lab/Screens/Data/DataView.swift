import ImageData
import Screen

/// How the grid of images is laid out: what moving by a row or a page means follows from it.
struct DataLayout {
  static let panelWidth = 40
  /// Rows of the augmentation strip with its frame.
  static let stripHeight = 12
  let zoom: ImageZoom
  let columns: Int
  let rows: Int
  var perPage: Int { columns * rows }
  /// Cells that one image takes with its label and the gap.
  let tile: (width: Int, height: Int)

  init(_ state: LabState) {
    let area = state.contentArea
    let size = state.data.set?.train.size ?? 32
    zoom = state.data.zoom == .half ? .half : .full
    let cells = zoom.size(width: size, height: size)
    tile = (cells.columns + 1, cells.rows + 1)
    let width = (state.isWide ? area.width - Self.panelWidth : area.width) - 3
    let height = area.height - 2 - (state.data.showsStrip ? Self.stripHeight : 0)
    columns = max(1, (width + 1) / tile.width)
    rows = max(1, height / tile.height)
  }
}

/// The Data screen: the images, and what is known about them.
struct DataView: Widget {
  let state: LabState
  private var data: DataState { state.data }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let facts = DataFactsView(state: state)
    if state.isWide {
      let parts = rect.columns([.rest, .fixed(DataLayout.panelWidth)])
      drawImages(into: &buffer, in: parts[0], context)
      buffer.draw(facts, in: parts[1], context)
    } else if data.part == .images {
      drawImages(into: &buffer, in: rect, context)
    } else {
      buffer.draw(facts, in: rect, context)
    }
  }

  private func drawImages(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let showsStrip = data.showsStrip && data.set != nil
    let rows = rect.rows([.rest, .fixed(showsStrip ? DataLayout.stripHeight : 0)])
    drawGrid(into: &buffer, in: rows[0], context)
    if showsStrip { buffer.draw(StripView(data: data), in: rows[1], context) }
  }

  private func drawGrid(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, note: note, focused: data.part == .images)
    guard let set = data.set, let images = data.images else {
      drawWaiting(into: &buffer, in: inner.inset(columns: 2, rows: 1), context)
      return
    }
    let layout = DataLayout(state)
    let firstRow = Scroll.top(
      selection: data.selected / layout.columns, count: (data.shown.count + layout.columns - 1) / layout.columns,
      visible: layout.rows)
    for place in 0..<layout.perPage {
      let position = firstRow * layout.columns + place
      guard data.shown.indices.contains(position) else { break }
      let index = data.shown[position]
      let x = inner.x + 1 + place % layout.columns * layout.tile.width
      let y = inner.y + place / layout.columns * layout.tile.height
      let picture = PixelImage(images, index)
      let box = Rect(x: x, y: y, width: layout.tile.width - 1, height: layout.tile.height - 1).intersection(inner)
      buffer.draw(ImageView(picture, zoom: layout.zoom), in: box, context)
      let isSelected = position == data.selected
      let label = (isSelected ? "▸" : "") + set.classes[Int(images.labels[index])]
      let style = isSelected ? Style(.focus, .bold) : Style(.muted)
      guard y + layout.tile.height - 1 < inner.maxY else { continue }
      buffer.write(label, x: x, y: y + layout.tile.height - 1, style: style, width: box.width)
    }
  }

  private var title: String {
    guard let set = data.set else { return "images" }
    let kind = data.showsTraining ? "training images" : "validation images"
    let only = data.onlyClass.map { " · \(set.classes[$0]) only" } ?? ""
    return "\(set.name): \(kind)\(only)"
  }

  private var note: String {
    if case .loading(let source, let note) = data.phase { return "loading \(source) \(note)" }
    guard let index = data.selectedImage else { return "" }
    let order = data.order == .byIndex ? "" : " · by class"
    let fallback = data.isFallback ? "nothing else was found: built-in pictures · " : ""
    return
      "\(fallback)\(NumberText.count(data.selected + 1)) of \(NumberText.count(data.shown.count)) · index \(index)\(order)"
  }

  private func drawWaiting(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    switch data.phase {
    case .loading(let source, let note):
      buffer.draw(Paragraph("loading \(source) …\n\(note)"), in: rect, context)
    case .failed(let source, let reason):
      buffer.draw(
        Paragraph(
          "\(source) could not be loaded:\n\n\(reason)\n\nTab goes to the other sources.", style: Style(.error)),
        in: rect, context)
    case .empty, .ready: buffer.draw(Paragraph("no images yet", style: Style(.muted)), in: rect, context)
    }
  }
}

extension PixelImage {
  /// An image of a set.
  init(_ images: ImageSet, _ index: Int) {
    let start = index * images.imageBytes
    self.init(width: images.size, height: images.size, planes: images.pixels[start..<start + images.imageBytes])
  }
}

/// One image as the network sees it: stored, then several draws of flip and crop, denormalised again.
private struct StripView: Widget {
  let data: DataState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let title = "as the network sees it, denormalised"
    guard data.showsTraining else {
      let inner = buffer.frame(rect, title: title).inset(columns: 1)
      buffer.write(
        "validation images are not augmented: v goes to the training images", x: inner.x, y: inner.y,
        style: Style(.muted), width: inner.width)
      return
    }
    guard let strip = data.strip, strip.request.image == data.selectedImage else {
      buffer.frame(rect, title: title)
      return
    }
    let difference = strip.largestDifference
    let inner = buffer.frame(
      rect, title: title, note: "stored − denormalised: at most \(NumberText.short(difference)) of 255")
    let size = Int(Double(strip.draws.first?.pixels.count ?? 0) / 3).squareRoot
    for (index, draw) in strip.draws.enumerated() {
      let x = inner.x + 1 + index * (size / 2 + 1)
      guard x + size / 2 < inner.maxX else { break }
      let picture = PixelImage(width: size, height: size, planes: draw.pixels)
      buffer.draw(
        ImageView(picture, zoom: .half), in: Rect(x: x, y: inner.y, width: size / 2, height: inner.height - 1), context)
      buffer.write(draw.title, x: x, y: inner.maxY - 1, style: Style(.muted), width: size / 2)
    }
  }
}

extension Int {
  /// The side of a square of so many pixels.
  fileprivate var squareRoot: Int { Int(Double(self).squareRoot().rounded()) }
}
