import ImageData
import Screen

/// Confusion matrix, images of its cells, and layers.
struct InspectView {
  let state: LabState
  private var inspect: InspectState { state.inspect }
  private var layout: InspectLayout { state.inspect.layout }

  func draw(into buffer: inout Buffer, _ context: RenderContext) {
    guard let inspection = inspect.inspection else {
      drawWaiting(into: &buffer, in: state.contentArea, context)
      return
    }
    if let matrix = layout.matrix, inspect.showsReport {
      let view = InspectReportView(
        report: inspection.facts.report, title: inspection.title, isFocused: inspect.part == .matrix, row: inspect.row)
      buffer.draw(view, in: matrix, context)
    } else if let matrix = layout.matrix {
      drawMatrix(inspection, into: &buffer, in: matrix, context)
    }
    if let layers = layout.layers {
      let view = InspectLayersView(inspection: inspection, isFocused: inspect.part == .layers)
      buffer.draw(view, in: layers, context)
    }
    if let images = layout.images { drawImages(inspection, into: &buffer, in: images, context) }
  }

  private func drawWaiting(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "inspect").inset(columns: 2, rows: 1)
    switch state.inspecting?.phase {
    case .running(let progress): buffer.draw(Paragraph("\(progress.note) …"), in: inner, context)
    case .queued: buffer.draw(Paragraph("waiting until what runs has ended …"), in: inner, context)
    case .stopping: buffer.draw(Paragraph("stopping …"), in: inner, context)
    case nil:
      if let failure = inspect.failure {
        buffer.draw(Paragraph(failure, style: Style(.error)), in: inner, context)
        return
      }
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
      "confusion, \(Figures.grouped(inspection.facts.evaluation.images)) images, \(inspect.showsShares ? "% of each class" : "counts")"
    let inner = buffer.frame(rect, title: title, note: inspection.title, focused: inspect.part == .matrix).inset(
      columns: 1)
    let shares = inspection.counts.map { row in
      let sum = max(row.reduce(0, +), 1)
      return row.map { Double($0) / Double(sum) }
    }
    let texts =
      inspect.showsShares
      ? shares.map { $0.map { $0 == 0 ? "·" : "\(Int(($0 * 100).rounded()))" } }
      : inspection.counts.map { $0.map { $0 == 0 ? "·" : "\($0)" } }
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
    let count = inspection.counts[row][column]
    let arrow =
      row == column
      ? "\(inspection.classes[row]), rightly" : "\(inspection.classes[row]) → \(inspection.classes[column])"
    let lines: [[Span]] = [
      [
        Span(arrow, Style(.focus, .bold)),
        Span("  \(Figures.grouped(count)) images, \(Figures.percentSign(shares[row][column], 1)) of its class", .text),
      ],
      [
        Span("accuracy ", Style(.muted)),
        Span("\(Figures.percent(inspection.facts.evaluation.accuracy)) %", Style(.accuracy, .bold)),
        Span("   loss ", Style(.muted)), Span(Figures.loss(inspection.facts.evaluation.loss), Style(.validLoss)),
        Span("   calibration error ", Style(.muted)),
        Span("\(Figures.percent(inspection.facts.calibration.expectedError)) %"),
      ],
      [Span("rows: what it is · columns: what the network says", Style(.muted))],
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
    guard !inspect.listed.isEmpty else {
      buffer.write("no image is here", x: inner.x + 1, y: inner.y, style: Style(.muted), width: inner.width - 2)
      return
    }
    if inspect.showsProbabilities, let current = inspect.current {
      buffer.draw(
        PredictionView(inspection: inspection, image: current, choice: inspect.choice), in: inner.inset(columns: 1),
        context)
      return
    }
    let first =
      Scroll.top(
        selection: inspect.selected / layout.columns,
        count: (inspect.listed.count + layout.columns - 1) / layout.columns,
        visible: layout.rows) * layout.columns
    for (place, image) in inspect.listed.dropFirst(first).prefix(layout.perPage).enumerated() {
      let x = inner.x + 1 + place % layout.columns * InspectLayout.tile.width
      let y = inner.y + place / layout.columns * InspectLayout.tile.height
      let box = Rect(x: x, y: y, width: 16, height: 8).intersection(inner)
      buffer.draw(ImageView(PixelImage(inspection.images, image), zoom: .half), in: box, context)
      let isSelected = first + place == inspect.selected
      let label = inspection.classes[inspection.label(image)].prefix(6)
      let names = "\(label)→\(inspection.classes[inspection.predicted(image)].prefix(6))"
      let said = inspection.labels.said(of: image)
      let style = isSelected ? Style(.focus, .bold) : .text
      buffer.write((isSelected ? "▸" : "") + names, x: x, y: y + 8, style: style, width: 16)
      guard y + 9 < inner.maxY else { continue }
      if let said {
        buffer.write(
          said.label.map { "now \($0)" } ?? "left out", x: x, y: y + 9, style: Style(.warning), width: 16)
      } else {
        buffer.write(
          "loss \(Figures.fixed(inspection.loss(image), 2))", x: x, y: y + 9, style: Style(.muted), width: 16)
      }
    }
  }
}

/// One image at full size, and its class probabilities.
private struct PredictionView: Widget {
  let inspection: Inspection
  let image: Int
  /// The class under the cursor while the true one is chosen.
  let choice: Int?
  private var images: ImageSet { inspection.images }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let cells = ImageZoom.full.size(width: images.size, height: images.size)
    let parts = rect.columns([.fixed(cells.columns + 2), .rest])
    buffer.draw(ImageView(PixelImage(images, image), zoom: .full), in: parts[0], context)
    let name = inspection.labels.fileName(of: image) ?? "image \(image)"
    buffer.write(
      "\(name) · loss \(Figures.loss(inspection.loss(image)))", x: rect.x,
      y: min(rect.y + cells.rows, rect.maxY - 1), style: Style(.muted), width: rect.width)
    let top = Scroll.top(selection: choice ?? 0, count: inspection.classes.count, visible: parts[1].height)
    let isNarrow = parts[1].width < 30
    let probabilities = inspection.probabilities(image)
    for (row, index) in (top..<inspection.classes.count).prefix(parts[1].height).enumerated() {
      let y = parts[1].y + row
      let name = inspection.classes[index]
      let isChosen = index == choice
      let isLabel = index == inspection.label(image)
      let sign = isLabel ? "✓" : index == inspection.predicted(image) ? "✗" : " "
      let style = isChosen ? Style(.focus, .bold) : isLabel ? Style(.text, .bold) : .text
      buffer.write(
        [Span(isChosen ? "▸ " : "\(sign) ", Style(isLabel ? .good : .error)), Span(name, style)],
        x: parts[1].x, y: y, width: isNarrow ? 10 : 13)
      let figure = parts[1].x + (isNarrow ? 11 : 14)
      buffer.write(
        Figures.percentSign(probabilities[index], 1), x: figure, y: y, style: Style(.muted), width: 7, align: .right)
      let bar = Rect(x: figure + 8, y: y, width: max(0, min(parts[1].maxX - figure - 8, 40)), height: 1)
      if bar.width > 1 {
        buffer.draw(ProgressBar(probabilities[index], role: isLabel ? .good : .barFill), in: bar, context)
      }
    }
  }
}
