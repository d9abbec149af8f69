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
    if let matrix = layout.matrix, let report {
      buffer.draw(report, in: matrix, context)
    } else if let matrix = layout.matrix {
      buffer.draw(ConfusionView(inspection: inspection, inspect: inspect), in: matrix, context)
    }
    if let layers = layout.layers {
      let view = InspectLayersView(
        inspection: inspection, isFocused: inspect.part == .layers, scroll: inspect.layerScroll)
      buffer.draw(view, in: layers, context)
    }
    let isOnFigures = inspect.part == .figures
    if let reliability = layout.reliability {
      let view = ReliabilityView(calibration: inspection.facts.calibration, isFocused: isOnFigures)
      buffer.draw(view, in: reliability, context)
    }
    if let filters = layout.filters {
      buffer.draw(FiltersView(filters: inspection.facts.filters, isFocused: isOnFigures), in: filters, context)
    }
    if let images = layout.images { drawImages(inspection, into: &buffer, in: images, context) }
  }

  /// The report, where it stands in place of the matrix.
  var report: InspectReportView? {
    guard let inspection = inspect.inspection, inspect.showsReport else { return nil }
    return InspectReportView(
      report: inspection.facts.report, other: inspection.facts.other, title: inspection.title,
      isFocused: inspect.part == .matrix, row: inspect.row)
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

        \(nextStep)
        """
      buffer.draw(Paragraph(text), in: inner, context)
    }
  }

  /// What there is to look at.
  private var nextStep: String {
    if case .off = state.inspectAvailability {
      return "No network is trained yet: \(state.wayToTrain) trains one, and this screen then shows it at once."
    }
    let inspect = state.keyName(.inspect)
    return
      "\(inspect) looks at \(state.lastRun ?? "the last run"); on screen \(state.keyName(of: .runs)), \(inspect) looks "
      + "at any run of the store."
  }

  private func drawImages(
    _ inspection: Inspection, into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    let classes = inspection.classes
    let what =
      switch inspect.listing {
      case .worst: "worst of all"
      case .errors(let label): "\(classes[label]) → others"
      case .cell(let label, let predicted): "\(classes[label]) → \(classes[predicted])"
      }
    let note =
      inspect.listed.isEmpty
      ? "" : "\(Figures.grouped(inspect.selected + 1)) of \(Figures.grouped(inspect.listed.count)), highest loss first"
    let inner = buffer.frame(rect, title: "images: \(what)", note: note, focused: inspect.part == .images)
    guard !inspect.listed.isEmpty else {
      let text =
        if case .errors = inspect.listing { "no image of this class is taken for another" } else { "no image is here" }
      buffer.write(text, x: inner.x + 1, y: inner.y, style: Style(.muted), width: inner.width - 2)
      return
    }
    if inspect.showsProbabilities, let current = inspect.current {
      buffer.draw(
        PredictionView(inspection: inspection, image: current, choice: inspect.choice), in: inner.inset(columns: 1),
        context)
      return
    }
    let grid = layout.grid
    let first = grid.first(selected: inspect.selected, of: inspect.listed.count)
    for (number, image) in inspect.listed.dropFirst(first).prefix(grid.count).enumerated() {
      let place = grid.place(number, in: layout.pictures)
      buffer.draw(ImageView(PixelImage(inspection.images, image), zoom: grid.zoom), in: place, context)
      let isSelected = first + number == inspect.selected
      let labels = labels(inspection, image, isSelected: isSelected, width: grid.picture.width)
      for (index, line) in labels.suffix(grid.tile.height - grid.picture.height).enumerated() {
        let y = place.y + grid.picture.height + index
        guard y < inner.maxY else { continue }
        buffer.write(line.text, x: place.x, y: y, style: line.style, width: grid.picture.width)
      }
    }
  }

  /// What an image is and what it was taken for, in one line or two, and its loss or what is said of it.
  private func labels(_ inspection: Inspection, _ image: Int, isSelected: Bool, width: Int) -> [Span] {
    let style = isSelected ? Style(.focus, .bold) : .text
    let label = (isSelected ? "▸" : "") + inspection.classes[inspection.label(image)]
    let said = "→ " + inspection.classes[inspection.predicted(image)]
    let names = InspectLayout.labels(layout.grid.zoom) == 2 ? ["\(label) \(said)"] : [label, said]
    let last =
      inspection.labels.said(of: image).map { Span($0.label.map { "now \($0)" } ?? "left out", Style(.warning)) }
      ?? Span("loss \(Figures.fixed(inspection.loss(image), 2))", Style(.muted))
    return names.map { Span($0, style) } + [last]
  }
}
