import ImageData
import Screen

/// How the images of a cell are laid out.
struct InspectLayout {
  static let tile = (width: 17, height: 10)
  let columns: Int
  let rows: Int
  var perPage: Int { columns * rows }

  init(_ state: LabState) {
    let area = InspectLayout.imagesArea(state)
    columns = max(1, (area.width - 3) / Self.tile.width)
    rows = max(1, (area.height - 2) / Self.tile.height)
  }

  static func matrixWidth(_ state: LabState) -> Int { min(max(state.width / 2, 62), 84) }

  static func imagesArea(_ state: LabState) -> Rect {
    let area = state.contentArea
    guard state.width >= 120 else { return area }
    return area.columns([.fixed(matrixWidth(state)), .rest])[1]
  }
}

/// The Inspect screen: the confusion matrix, the images behind its cells, and what the layers do.
struct InspectView: Widget {
  let state: LabState
  private var inspect: InspectState { state.inspect }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let inspection = inspect.inspection else {
      drawWaiting(into: &buffer, in: rect, context)
      return
    }
    let layers = InspectLayersView(inspection: inspection, isFocused: inspect.part == .layers)
    guard state.width >= 120 else {
      switch inspect.part {
      case .matrix: drawMatrix(inspection, into: &buffer, in: rect, context)
      case .images: drawImages(inspection, into: &buffer, in: rect, context)
      case .layers: buffer.draw(layers, in: rect, context)
      }
      return
    }
    let parts = rect.columns([.fixed(InspectLayout.matrixWidth(state)), .rest])
    let rows = parts[0].rows([.fixed(inspection.classes.count + 9), .rest])
    drawMatrix(inspection, into: &buffer, in: rows[0], context)
    buffer.draw(layers, in: rows[1], context)
    drawImages(inspection, into: &buffer, in: parts[1], context)
  }

  private func drawWaiting(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "inspect").inset(columns: 2, rows: 1)
    switch inspect.phase {
    case .working(let note): buffer.draw(Paragraph("\(note) …"), in: inner, context)
    case .failed(let reason): buffer.draw(Paragraph(reason, style: Style(.error)), in: inner, context)
    case .empty, .ready:
      let text = """
        What a trained network gets wrong, and why.

        r looks at the network trained last; on screen 6, i looks at any run of the store.
        """
      buffer.draw(Paragraph(text), in: inner, context)
    }
  }

  private func drawMatrix(
    _ inspection: Inspection, into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    let title =
      "confusion, \(NumberText.count(inspection.count)) images, \(inspect.showsShares ? "% of each class" : "counts")"
    let inner = buffer.frame(rect, title: title, note: inspection.title, focused: inspect.part == .matrix).inset(
      columns: 1)
    let shares = inspection.matrix.map { row in
      let sum = max(row.reduce(0, +), 1)
      return row.map { Double($0) / Double(sum) }
    }
    let texts =
      inspect.showsShares
      ? shares.map { $0.map { $0 == 0 ? "·" : "\(Int(($0 * 100).rounded()))" } }
      : inspection.matrix.map { $0.map { $0 == 0 ? "·" : "\($0)" } }
    let rows = inner.rows([.fixed(inspection.classes.count + 1), .rest])
    let table = HeatTable(
      rowLabels: inspection.classes, columnLabels: inspection.classes.map { String($0.prefix(4)) }, shares: shares,
      texts: texts, selection: HeatTable.Place(row: inspect.row, column: inspect.column),
      focused: inspect.part == .matrix)
    buffer.draw(table, in: rows[0], context)
    drawCellFacts(inspection, shares, into: &buffer, in: rows[1])
  }

  private func drawCellFacts(_ inspection: Inspection, _ shares: [[Double]], into buffer: inout Buffer, in rect: Rect) {
    let (row, column) = (inspect.row, inspect.column)
    let count = inspection.matrix[row][column]
    let arrow =
      row == column
      ? "\(inspection.classes[row]), rightly" : "\(inspection.classes[row]) → \(inspection.classes[column])"
    let lines: [[Span]] = [
      [
        Span(arrow, Style(.focus, .bold)),
        Span("  \(NumberText.count(count)) images, \(NumberText.percent(shares[row][column], 1)) of its class", .text),
      ],
      [
        Span("accuracy ", Style(.muted)), Span("\(Figures.percent(inspection.accuracy)) %", Style(.accuracy, .bold)),
        Span("   loss ", Style(.muted)), Span(Figures.loss(inspection.loss), Style(.validLoss)),
        Span("   rows: what it is, columns: what the network says", Style(.muted)),
      ],
    ]
    for (index, line) in lines.enumerated() where rect.y + 1 + index < rect.maxY {
      buffer.write(line, x: rect.x, y: rect.y + 1 + index, width: rect.width)
    }
  }

  private func drawImages(
    _ inspection: Inspection, into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    let what =
      inspect.cell.map { "\(inspection.classes[$0.label]) → \(inspection.classes[$0.predicted])" } ?? "worst of all"
    let note = inspect.listed.isEmpty ? "" : "\(inspect.selected + 1) of \(inspect.listed.count), highest loss first"
    let inner = buffer.frame(rect, title: "images: \(what)", note: note, focused: inspect.part == .images)
    guard let images = state.data.set?.valid, !inspect.listed.isEmpty else {
      buffer.write("no image is here", x: inner.x + 1, y: inner.y, style: Style(.muted), width: inner.width - 2)
      return
    }
    if inspect.showsProbabilities, let current = inspect.current {
      buffer.draw(
        PredictionView(prediction: current, classes: inspection.classes, images: images), in: inner.inset(columns: 1),
        context)
      return
    }
    let layout = InspectLayout(state)
    let first =
      Scroll.top(
        selection: inspect.selected / layout.columns,
        count: (inspect.listed.count + layout.columns - 1) / layout.columns,
        visible: layout.rows) * layout.columns
    for (place, prediction) in inspect.listed.dropFirst(first).prefix(layout.perPage).enumerated() {
      guard prediction.image < images.count else { continue }
      let x = inner.x + 1 + place % layout.columns * InspectLayout.tile.width
      let y = inner.y + place / layout.columns * InspectLayout.tile.height
      let box = Rect(x: x, y: y, width: 16, height: 8).intersection(inner)
      buffer.draw(ImageView(PixelImage(images, prediction.image), zoom: .half), in: box, context)
      let isSelected = first + place == inspect.selected
      let names =
        "\(inspection.classes[prediction.label].prefix(6))→\(inspection.classes[prediction.predicted].prefix(6))"
      buffer.write(
        (isSelected ? "▸" : "") + names, x: x, y: y + 8, style: isSelected ? Style(.focus, .bold) : .text, width: 16)
      guard y + 9 < inner.maxY else { continue }
      buffer.write("loss \(NumberText.fixed(prediction.loss, 2))", x: x, y: y + 9, style: Style(.muted), width: 16)
    }
  }
}

/// One image at full size, and the probability of each class.
private struct PredictionView: Widget {
  let prediction: Inspection.Prediction
  let classes: [String]
  let images: ImageSet

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard prediction.image < images.count else { return }
    let cells = ImageZoom.full.size(width: images.size, height: images.size)
    let parts = rect.columns([.fixed(cells.columns + 2), .rest])
    buffer.draw(ImageView(PixelImage(images, prediction.image), zoom: .full), in: parts[0], context)
    buffer.write(
      "image \(prediction.image) · loss \(Figures.loss(prediction.loss))", x: rect.x,
      y: min(rect.y + cells.rows, rect.maxY - 1),
      style: Style(.muted), width: rect.width)
    for (index, name) in classes.enumerated() where parts[1].y + index < rect.maxY {
      let y = parts[1].y + index
      let probability = prediction.probability(index)
      let isLabel = index == prediction.label
      let sign = isLabel ? "✓" : index == prediction.predicted ? "✗" : " "
      buffer.write(
        [Span("\(sign) ", Style(isLabel ? .good : .error)), Span(name, isLabel ? Style(.text, .bold) : .text)],
        x: parts[1].x, y: y, width: 13)
      buffer.write(
        NumberText.percent(probability, 1), x: parts[1].x + 13, y: y, style: Style(.muted), width: 8, align: .right)
      let bar = Rect(x: parts[1].x + 22, y: y, width: max(0, min(parts[1].maxX - parts[1].x - 22, 40)), height: 1)
      if bar.width > 0 { buffer.draw(ProgressBar(probability, role: isLabel ? .good : .barFill), in: bar, context) }
    }
  }
}
