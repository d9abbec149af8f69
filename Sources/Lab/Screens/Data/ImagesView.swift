import ImageData
import Screen

/// The grid of images, and the augmentations of one.
struct ImagesView: Widget {
  let state: LabState
  private var data: DataState { state.data }
  private var layout: DataScreenLayout { state.data.layout }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    drawGrid(into: &buffer, in: rect, context)
    if let strip = layout.strip { buffer.draw(StripView(state: state, zoom: layout.stripZoom), in: strip, context) }
  }

  private func drawGrid(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, note: note, focused: data.part == .images)
    guard let set = data.set, let images = data.images else {
      drawWaiting(into: &buffer, in: inner.inset(columns: 2, rows: 1), context)
      return
    }
    let grid = layout.grid
    let first = grid.first(selected: data.selected, of: data.shown.count)
    for (number, index) in data.shown.dropFirst(first).prefix(grid.count).enumerated() {
      let place = grid.place(number, in: layout.pictures)
      buffer.draw(ImageView(PixelImage(images, index), zoom: grid.zoom), in: place, context)
      let isSelected = first + number == data.selected
      let label = (isSelected ? "▸" : "") + set.classes[Int(images.labels[index])]
      guard place.y + grid.picture.height < inner.maxY else { continue }
      buffer.write(
        label, x: place.x, y: place.y + grid.picture.height, style: isSelected ? Style(.focus, .bold) : Style(.muted),
        width: grid.picture.width)
    }
    if let firstSteps = layout.firstSteps { buffer.draw(FirstSteps(state: state), in: firstSteps, context) }
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
    let position = "\(Figures.grouped(data.selected + 1)) of \(Figures.grouped(data.shown.count))"
    return "\(position) · index \(index) · \(data.order.title)"
  }

  private func drawWaiting(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    switch data.phase {
    case .loading(let source, let note):
      buffer.draw(Paragraph("loading \(source) …\n\(note)"), in: rect, context)
    case .failed(let source, let reason):
      buffer.draw(
        Paragraph(
          "\(source) could not be loaded:\n\n\(reason)\n\n\(state.keyName(.nextPart)) goes to the other sources.",
          style: Style(.error)),
        in: rect, context)
    case .empty, .ready: buffer.draw(Paragraph("no images yet", style: Style(.muted)), in: rect, context)
    }
  }
}

/// One image: stored, then several augmentations.
private struct StripView: Widget {
  let state: LabState
  let zoom: ImageZoom
  private var data: DataState { state.data }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let title = "as the network sees it, denormalised"
    guard data.showsTraining else {
      let inner = buffer.frame(rect, title: title).inset(columns: 1)
      buffer.write(
        "validation images are not augmented: \(state.keyName(.view)) goes to the training images", x: inner.x,
        y: inner.y, style: Style(.muted), width: inner.width)
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
    let cells = zoom.size(width: size, height: size)
    for (index, draw) in strip.draws.enumerated() {
      let x = inner.x + 1 + index * (cells.columns + 1)
      guard x + cells.columns <= inner.maxX else { break }
      let picture = PixelImage(width: size, height: size, planes: draw.pixels)
      buffer.draw(
        ImageView(picture, zoom: zoom), in: Rect(x: x, y: inner.y, width: cells.columns, height: inner.height - 1),
        context)
      buffer.write(draw.title, x: x, y: inner.maxY - 1, style: Style(.muted), width: cells.columns)
    }
  }
}

extension Int {
  fileprivate var squareRoot: Int { Int(Double(self).squareRoot().rounded()) }
}
