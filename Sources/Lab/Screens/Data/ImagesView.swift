import ImageData
import Screen

/// The grid of images, and the augmentations of one.
struct ImagesView: Widget {
  let state: LabState
  private var data: DataState { state.data }
  private var layout: DataScreenLayout { state.data.layout }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    drawGrid(into: &buffer, in: rect, context)
    if let strip = layout.strip { buffer.draw(StripView(data: data), in: strip, context) }
  }

  private func drawGrid(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, note: note, focused: data.part == .images)
    guard let set = data.set, let images = data.images else {
      drawWaiting(into: &buffer, in: inner.inset(columns: 2, rows: 1), context)
      return
    }
    let firstRow = Scroll.top(
      selection: data.selected / layout.columns, count: (data.shown.count + layout.columns - 1) / layout.columns,
      visible: layout.rows)
    for place in 0..<layout.perPage {
      let position = firstRow * layout.columns + place
      guard data.shown.indices.contains(position) else { break }
      let index = data.shown[position]
      let x = inner.x + 1 + place % layout.columns * layout.tileWidth
      let y = inner.y + place / layout.columns * layout.tileHeight
      let picture = PixelImage(images, index)
      let box = Rect(x: x, y: y, width: layout.tileWidth - 1, height: layout.tileHeight - 1).intersection(inner)
      buffer.draw(ImageView(picture, zoom: layout.zoom), in: box, context)
      let isSelected = position == data.selected
      let label = (isSelected ? "▸" : "") + set.classes[Int(images.labels[index])]
      let style = isSelected ? Style(.focus, .bold) : Style(.muted)
      guard y + layout.tileHeight - 1 < inner.maxY else { continue }
      buffer.write(label, x: x, y: y + layout.tileHeight - 1, style: style, width: box.width)
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
      "\(fallback)\(Figures.grouped(data.selected + 1)) of \(Figures.grouped(data.shown.count)) · index \(index)\(order)"
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

/// One image: stored, then several augmentations.
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
    guard let strip = data.strip, strip.image == data.selectedImage else {
      buffer.frame(rect, title: title)
      return
    }
    let difference = strip.largestDifference
    let inner = buffer.frame(
      rect, title: title, note: "stored − denormalised: at most \(Figures.short(difference)) of 255")
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
  fileprivate var squareRoot: Int { Int(Double(self).squareRoot().rounded()) }
}
