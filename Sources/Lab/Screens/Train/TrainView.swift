import Screen
import Training

/// The Train screen.
struct TrainView {
  let state: LabState
  private var train: TrainState { state.train }
  private var layout: TrainLayout { state.train.layout }

  func draw(into buffer: inout Buffer, _ context: RenderContext) {
    guard train.plan != nil || train.phase != .idle || state.training != nil else {
      drawInvitation(into: &buffer, in: state.contentArea, context)
      return
    }
    let progress = ProgressPanel(state: state)
    if let plots = layout.plots { drawPlots(into: &buffer, in: plots, context) }
    if let short = layout.shortProgress { progress.drawShort(into: &buffer, in: short.inset(columns: 1), context) }
    if let panel = layout.progress { buffer.draw(progress, in: panel, context) }
    if let epochs = layout.epochs { drawEpochs(into: &buffer, in: epochs, context) }
    if let marks = layout.marks { drawMarks(into: &buffer, in: marks) }
    drawDivergence(into: &buffer, in: state.contentArea, context)
    if let edit = state.edit(of: RateField.self) { drawRate(edit, into: &buffer, context) }
  }

  private func drawRate(_ edit: FieldEdit, into buffer: inout Buffer, _ context: RenderContext) {
    let area = state.contentArea
    let row = Rect(x: area.x, y: area.maxY - 1, width: area.width, height: 1)
    buffer.fill(row, style: Style(.text, on: .background))
    let field = TextField(
      "lr from the next step on:", input: edit.line, editing: true, focused: true, error: edit.error?.reason ?? "",
      placeholder: "empty: by schedule")
    buffer.draw(field, in: row.inset(columns: 1), context)
  }

  private func drawInvitation(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "train").inset(columns: 2, rows: 1)
    let network = state.network
    var text = "Nothing has been trained since the lab was opened.\n\n"
    text +=
      "\(state.keyName(.train)) trains \(network.architecture.name) (\(network.widths.map(String.init).joined(separator: ", "))"
    text += ", \(Figures.grouped(network.outline.parameters)) parameters)"
    if let set = state.data.set { text += " on \(set.name)" }
    text += " by this recipe:\n\nfit \(state.form.shown(.fits, for: network.architecture))"
    text += " · batch \(state.form.batchSize)\n\n"
    for caution in state.cautions { text += "! \(caution.text)\n\n" }
    text += "\(state.keyName(of: .network)) changes the network and the recipe, "
    text += "\(state.keyName(of: .finder)) looks for a good learning rate first."
    buffer.draw(Paragraph(text), in: inner, context)
  }

  /// Over the plots until it is answered, and out of the way of other boxes.
  private func drawDivergence(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard train.explainsDivergence, let divergence = train.divergence,
      !state.overlays.contains(where: \.isDialog)
    else { return }
    let tenth = Figures.rate(divergence.learningRate / Divergence.rateDivisor)
    let resume = state.keyName(.resume)
    let dialog = Dialog(
      title: "diverged",
      text: divergence.explanation
        + "\n\n\(resume) goes on from these with a tenth of the rates: lr \(tenth) here. A rate that "
        + "\(state.keyName(.set)) sets first holds instead.",
      hints: [
        KeyHints.Hint(resume, "go on"), KeyHints.Hint(state.keyName(.stop), "end the run"),
        KeyHints.Hint(state.keyName(.back), "see the plots"),
      ], isWarning: true)
    buffer.draw(dialog, in: rect, context)
  }

  private func drawPlots(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let plots = TrainPlots(state: state)
    switch train.panels {
    case .loss: buffer.draw(plots.loss, in: rect, context)
    case .accuracy: buffer.draw(plots.accuracy, in: rect, context)
    case .learningRate: buffer.draw(plots.learningRate, in: rect, context)
    case .together: buffer.draw(plots.together, in: rect, context)
    }
  }

  private func drawMarks(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: "what was done").inset(columns: 1)
    for (index, mark) in train.marks.suffix(layout.markCount).enumerated() {
      buffer.write(
        [Span("step \(mark.step)  ", Style(.muted)), Span(mark.title, Style(.mark))], x: inner.x, y: inner.y + index,
        width: inner.width)
    }
  }

  private func drawEpochs(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let best = train.best?.epoch
    let inner = buffer.frame(
      rect, title: "epochs", note: best.map { "best: epoch \(ordinal($0))" } ?? "",
      focused: !state.isWide && train.part == .figures
    ).inset(columns: 1)
    buffer.draw(EpochTable(train).table(height: inner.height), in: inner, context)
  }

  /// The validated epoch at a place of the screen.
  func epoch(atX x: Int, y: Int, in rect: Rect) -> EpochRecord? {
    let inner = rect.inset(columns: 2, rows: 1)
    let row = EpochTable(train).table(height: inner.height).row(atX: x, y: y, in: inner)
    return row.flatMap { train.curves.epochs.indices.contains($0) ? train.curves.epochs[$0] : nil }
  }
}
