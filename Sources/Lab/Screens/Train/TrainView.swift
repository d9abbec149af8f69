import Screen
import Training

/// The Train screen: plots at the left, figures at the right; where that is too narrow, the figures are a second page.
struct TrainView: Widget {
  private static let figuresWidth = 46
  private static let shownMarks = 5
  let state: LabState
  private var train: TrainState { state.train }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard train.plan != nil || train.phase != .idle else {
      drawInvitation(into: &buffer, in: rect, context)
      return
    }
    if state.isWide {
      let parts = rect.columns([.rest, .fixed(Self.figuresWidth)])
      drawPlots(into: &buffer, in: parts[0], context)
      drawFigures(into: &buffer, in: parts[1], context)
    } else if train.part == .figures {
      drawFigures(into: &buffer, in: rect, context)
    } else {
      let rows = rect.rows([.fixed(2), .rest])
      ProgressPanel(state: state).drawShort(into: &buffer, in: rows[0].inset(columns: 1), context)
      drawPlots(into: &buffer, in: rows[1], context)
    }
    drawDivergence(into: &buffer, in: rect, context)
    if let edit = state.editing, edit.target == .rate {
      let row = Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1)
      buffer.fill(row, style: Style(.text, on: .background))
      let field = TextField(
        "lr from the next step on:", input: edit.line, editing: true, focused: true, error: edit.error?.reason ?? "",
        placeholder: "empty: by schedule")
      buffer.draw(field, in: row.inset(columns: 1), context)
    }
  }

  /// Rows of the table of epochs that do not fit.
  static func hiddenEpochs(_ state: LabState) -> Int {
    let marks = min(state.train.marks.count, shownMarks)
    let around = ProgressPanel.height + (marks > 0 ? marks + 2 : 0) + 3
    let rows = state.train.curves.epochs.count + (state.train.isActive ? 1 : 0)
    return max(0, rows - (state.contentArea.height - around))
  }

  private func drawInvitation(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "train").inset(columns: 2, rows: 1)
    let network = state.network
    var text = "Nothing has been trained since the lab was opened.\n\n"
    text += "t trains \(network.architecture.name) (\(network.widths.map(String.init).joined(separator: ", "))"
    text += ", \(NumberText.count(network.outline.parameters)) parameters)"
    if let set = state.data.set { text += " on \(set.name)" }
    text += " by this recipe:\n\nfit \(state.form.shown(.fits, for: network.architecture))\n\n"
    text += "2 changes the network and the recipe, 3 looks for a good learning rate first."
    buffer.draw(Paragraph(text), in: inner, context)
  }

  /// Stands over the plots until it is answered, out of the way of other boxes.
  private func drawDivergence(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard train.explainsDivergence, let divergence = train.divergence,
      !state.overlays.contains(where: \.isDialog)
    else { return }
    let tenth = Figures.rate(divergence.learningRate / Divergence.rateDivisor)
    let dialog = Dialog(
      title: "diverged",
      text: divergence.explanation
        + "\n\nb goes on from these with a tenth of the rates: lr \(tenth) here. A rate that r sets first holds instead.",
      hints: [
        KeyHints.Hint("b", "go on"), KeyHints.Hint("x", "end the run"), KeyHints.Hint("esc", "see the plots"),
      ], isWarning: true)
    buffer.draw(dialog, in: rect, context)
  }

  private func drawPlots(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let plots = TrainPlots(state: state)
    switch train.panels {
    case .loss: buffer.draw(plots.loss, in: rect, context)
    case .accuracy: buffer.draw(plots.accuracy, in: rect, context)
    case .learningRate: buffer.draw(plots.learningRate, in: rect, context)
    case .together:
      if rect.height >= 34 {
        let rows = rect.rows([.flexible(4), .flexible(3), .flexible(2)])
        buffer.draw(plots.loss, in: rows[0], context)
        buffer.draw(plots.accuracy, in: rows[1], context)
        buffer.draw(plots.learningRate, in: rows[2], context)
      } else {
        let rows = rect.rows([.flexible(4), .flexible(3)])
        buffer.draw(plots.loss, in: rows[0], context)
        buffer.draw(plots.accuracy, in: rows[1], context)
      }
    }
  }

  private func drawFigures(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let marks = min(train.marks.count, Self.shownMarks)
    let rows = rect.rows([.fixed(ProgressPanel.height), .rest, .fixed(marks > 0 ? marks + 2 : 0)])
    buffer.draw(ProgressPanel(state: state), in: rows[0], context)
    drawEpochs(into: &buffer, in: rows[1], context)
    guard marks > 0 else { return }
    let inner = buffer.frame(rows[2], title: "what was done").inset(columns: 1)
    for (index, mark) in train.marks.suffix(marks).enumerated() {
      buffer.write(
        [Span("step \(mark.step)  ", Style(.muted)), Span(mark.title, Style(.mark))], x: inner.x, y: inner.y + index,
        width: inner.width)
    }
  }

  private func drawEpochs(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let epochs = train.curves.epochs
    let best = train.curves.best?.epoch
    let inner = buffer.frame(
      rect, title: "epochs", note: best.map { "best: epoch \($0)" } ?? "",
      focused: !state.isWide && train.part == .figures
    ).inset(columns: 1)
    var rows = epochs.map { epoch in
      let isBest = epoch.epoch == best
      return [
        Span("\(epoch.epoch)", Style(.muted)), Span(Figures.loss(epoch.trainLoss), Style(.trainLoss)),
        Span(Figures.loss(epoch.validLoss), Style(.validLoss)),
        Span(Figures.percent(epoch.accuracy) + (isBest ? "★" : " "), Style(.accuracy, isBest ? .bold : [])),
        Span(NumberText.fixed(epoch.seconds, 1), Style(.muted)),
      ]
    }
    if train.isActive, let plan = train.plan, epochs.count < plan.epochs, train.curves.steps > 0 {
      rows.append([
        Span("\(epochs.count) ▸", Style(.focus)), Span(Figures.loss(train.curves.smoothed.last), Style(.trainLoss)),
        Span("…", Style(.muted)), Span("… ", Style(.muted)), Span("", Style(.muted)),
      ])
    }
    let columns = [
      Table.Column("epoch", width: .fixed(5)), Table.Column("trn_loss", align: .right),
      Table.Column("val_loss", align: .right), Table.Column("accuracy", align: .right),
      Table.Column("s", width: .fixed(6), align: .right),
    ]
    let top = max(0, rows.count - (inner.height - 1) - train.tableScroll)
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: top), in: inner, context)
  }
}
