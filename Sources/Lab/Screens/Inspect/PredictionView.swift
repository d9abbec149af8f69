import ImageData
import Screen

/// One image, and its class probabilities, the most probable first.
struct PredictionView: Widget {
  /// The least columns for a name, a figure and a bar.
  private static let figuresWidth = 30
  let inspection: Inspection
  let image: Int
  /// The class under the cursor while the true one is chosen.
  let choice: Int?

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let size = inspection.images.size
    let full = ImageZoom.full.size(width: size, height: size)
    let caption = caption(width: rect.width)
    let isBeside = rect.width >= full.columns + 2 + Self.figuresWidth && rect.height > full.rows + caption.count
    // Where neither has room, the picture is half as large and the figures stand beside it.
    let isAbove = !isBeside && rect.height >= full.rows + caption.count + min(inspection.classes.count, 6)
    let zoom: ImageZoom = (isBeside || isAbove) && rect.width >= full.columns ? .full : .half
    let cells = zoom.size(width: size, height: size)
    buffer.draw(ImageView(PixelImage(inspection.images, image), zoom: zoom), in: rect, context)
    for (index, line) in caption.enumerated() {
      buffer.write(line, x: rect.x, y: rect.y + cells.rows + index, style: Style(.muted), width: rect.width)
    }
    let below = cells.rows + caption.count
    let figures =
      isAbove
      ? Rect(x: rect.x, y: rect.y + below + 1, width: rect.width, height: rect.height - below - 1)
      : Rect(
        x: rect.x + cells.columns + 2, y: rect.y, width: rect.width - cells.columns - 2,
        height: isBeside ? rect.height : min(rect.height, cells.rows))
    drawFigures(into: &buffer, in: figures, context)
  }

  /// The file's name and the loss.
  private func caption(width: Int) -> [String] {
    let name = inspection.labels.fileName(of: image) ?? "image \(image)"
    let sides = inspection.images.originalSides(image)
    return Paragraph.wrap("\(name)\(sides) · loss \(Figures.loss(inspection.loss(image)))", width: width)
  }

  private func drawFigures(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let ranked = inspection.ranked(image)
    let probabilities = inspection.probabilities(image)
    let selected = choice.flatMap(ranked.firstIndex) ?? 0
    let top = Scroll.top(selection: selected, count: ranked.count, visible: rect.height)
    // A sign, the name, the figure of seven columns and a bar of at least four.
    let longest = inspection.classes.map { TextWidth.of($0) }.max() ?? 0
    let names = min(longest, max(4, rect.width - 2 - 8 - 5))
    for (row, index) in ranked.dropFirst(top).prefix(rect.height).enumerated() {
      let y = rect.y + row
      let isChosen = index == choice
      let isLabel = index == inspection.label(image)
      let sign = isLabel ? "✓" : index == inspection.predicted(image) ? "✗" : " "
      let style = isChosen ? Style(.focus, .bold) : isLabel ? Style(.text, .bold) : .text
      buffer.write(isChosen ? "▸" : sign, x: rect.x, y: y, style: Style(isLabel ? .good : .error), width: 1)
      buffer.write(inspection.classes[index], x: rect.x + 2, y: y, style: style, width: names)
      buffer.write(
        Figures.percentSign(probabilities[index], 1), x: rect.x + 2 + names, y: y, style: Style(.muted), width: 8,
        align: .right)
      let start = rect.x + names + 11
      let bar = Rect(x: start, y: y, width: max(0, min(rect.maxX - start, 40)), height: 1)
      buffer.draw(ProgressBar(probabilities[index], role: isLabel ? .good : .barFill), in: bar, context)
    }
    buffer.scrollBar(right: rect.maxX, y: rect.y, height: rect.height, top: top, count: ranked.count)
  }
}
