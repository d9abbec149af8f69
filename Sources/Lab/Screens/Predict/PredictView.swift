import Experiments
import Screen

/// A picture, what networks see of it, and what they take it for.
struct PredictView {
  let state: LabState
  private var predict: PredictState { state.predict }

  func draw(into buffer: inout Buffer, _ context: RenderContext) {
    let layout = predict.layout
    drawName(into: &buffer, in: layout.name)
    if let larger = layout.larger {
      let inner = buffer.frame(larger, title: "the picture", note: stepNote)
      drawPicture(predict.larger, into: &buffer, in: inner, context)
    }
    if let seen = layout.seen {
      let picture = predict.answer?.seen?.picture
      let inner = buffer.frame(
        seen, title: picture.map { "as the network sees it: \($0.width)×\($0.height)" } ?? "as the network sees it",
        note: layout.larger == nil ? stepNote : "")
      drawPicture(picture, explained: layout.larger == nil, into: &buffer, in: inner, context)
    }
    drawAnswer(into: &buffer, in: layout.answer, context)
    drawRuns(into: &buffer, in: layout.runs, context)
  }

  private var stepNote: String {
    guard predict.folder != nil else { return "" }
    return "\(Figures.grouped(predict.position + 1)) of \(Figures.grouped(predict.pictures.count))"
  }

  private func drawName(into buffer: inout Buffer, in rect: Rect) {
    guard let subject = predict.subject else { return }
    var spans = [Span(" picture ", Style(.muted)), Span(subject.name, Style(.text, .bold))]
    if let label = subject.label { spans += [Span("   is ", Style(.muted)), Span(label, Style(.text, .bold))] }
    buffer.write(spans, x: rect.x, y: rect.y, width: rect.width)
  }

  /// In the middle of its frame, or what there is in its place.
  private func drawPicture(
    _ picture: PixelImage?, explained: Bool = true, into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    guard let picture else {
      guard explained else { return }
      let waiting = predict.subject == nil || predict.runs.isEmpty ? PredictScreen.explanation(state) : "…"
      let style = Style(predict.problem == nil ? .muted : .error)
      buffer.draw(Paragraph(predict.problem ?? waiting, style: style), in: rect.inset(columns: 1), context)
      return
    }
    let shown = picture.fitted(side: min(rect.width, 2 * rect.height))
    let (rows, columns) = ((shown.height + 1) / 2, shown.width)
    let place = Rect(
      x: rect.x + (rect.width - columns) / 2, y: rect.y + (rect.height - rows) / 2, width: columns, height: rows)
    buffer.draw(ImageView(shown), in: place, context)
  }

  /// The classes of the run under the cursor, the most probable first.
  private func drawAnswer(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: predict.answer?.best.map { "\($0.name) \(Figures.percent($0.probability)) %" } ?? "classes",
      note: predict.run.map(runName) ?? ""
    ).inset(columns: 1)
    let ranking = ranking(height: inner.height)
    guard !ranking.isEmpty else {
      buffer.draw(Paragraph(predict.answer?.reason ?? "", style: Style(.muted)), in: inner, context)
      return
    }
    let nameWidth = min(max(ranking.map { TextWidth.of($0.name) }.max() ?? 0, 8), inner.width / 2)
    for (row, ranked) in ranking.enumerated() {
      let y = inner.y + row
      let isLabel = ranked.name == predict.subject?.label
      let isSaid = ranked.name == predict.answer?.best?.name
      let sign = isLabel ? "✓ " : isSaid && predict.subject?.label != nil ? "✗ " : "  "
      buffer.write(sign, x: inner.x, y: y, style: Style(isLabel ? .good : .error), width: 2)
      buffer.write(
        ranked.name, x: inner.x + 2, y: y, style: isSaid ? Style(.accent, .bold) : .text, width: nameWidth)
      let figure = inner.x + 2 + nameWidth
      buffer.write(
        "\(Figures.percent(ranked.probability)) %", x: figure, y: y, style: isSaid ? .text : Style(.muted), width: 9,
        align: .right)
      let bar = Rect(x: figure + 10, y: y, width: max(0, inner.maxX - figure - 10), height: 1)
      buffer.draw(ProgressBar(ranked.probability, role: isLabel ? .good : .barFill), in: bar, context)
      if ranked.name == predict.followed {
        buffer.select(Rect(x: inner.x, y: y, width: inner.width, height: 1), focused: true)
      }
    }
  }

  /// The classes that have room, the most probable first; that which is followed is always among them.
  private func ranking(height: Int) -> [PredictedPicture.RankedClass] {
    let all = predict.answer?.seen?.ranking ?? []
    let followed = predict.followed.flatMap { name in all.firstIndex { $0.name == name } } ?? 0
    return Array(all.dropFirst(Scroll.top(selection: followed, count: all.count, visible: height)).prefix(height))
  }

  /// The class at a place of the screen.
  func name(ofClassAtX x: Int, y: Int) -> String? {
    let inner = predict.layout.answer.inset(columns: 2, rows: 1)
    let ranking = ranking(height: inner.height)
    return inner.contains(x: x, y: y) && ranking.indices.contains(y - inner.y) ? ranking[y - inner.y].name : nil
  }

  /// The number of the run at a place of the screen.
  func run(atX x: Int, y: Int) -> Int? {
    let inner = predict.layout.runs.inset(columns: 2, rows: 1)
    return runsTable(width: inner.width).row(atX: x, y: y, in: inner)
  }

  /// What each run says, and whether it is the same as what is shown in full.
  private func drawRuns(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "what the runs say", note: agreement, focused: true).inset(columns: 1)
    guard !predict.runs.isEmpty else {
      let isTrained = state.runs.rows.contains { $0.document?.result.accuracy != nil }
      let words = isTrained ? "they answer as soon as there is a picture" : "no run has a network yet"
      buffer.draw(Paragraph(words, style: Style(.muted)), in: inner, context)
      return
    }
    buffer.draw(runsTable(width: inner.width), in: inner, context)
  }

  /// How many of those that could say so say the class of the answer shown, and how many could not.
  private var agreement: String {
    guard let best = predict.answer?.best?.name else { return "" }
    let answers = predict.runs.compactMap { predict.answers[$0] }
    let able = answers.filter { $0.knows(best) }
    let agreeing = able.count { $0.best?.name == best }
    let others = answers.count - able.count
    return "\(agreeing) of \(able.count) say \(best)" + (others > 0 ? " · \(others) cannot" : "")
  }

  /// The runs with what each says and how sure it is of that; where a class is followed, how probable that is to it.
  private func runsTable(width: Int) -> Table {
    let best = predict.answer?.best
    let heading = predict.followed.map { "\($0) %" } ?? "%"
    let lines = predict.runs.map { run -> [Span] in
      let accuracy = state.runs.rows.first { $0.id == run }?.document?.result.accuracy
      let right = Span(accuracy.map { "\(Figures.percent($0)) %" } ?? Figures.missing, Style(.muted))
      guard let answer = predict.answers[run] else {
        return [Span(runName(run)), Span(predicting ? "…" : Figures.missing, Style(.muted)), Span(""), right]
      }
      guard let ranked = answer.best else {
        return [Span(runName(run)), Span("cannot say", Style(.muted)), Span(Figures.missing), right]
      }
      let same = ranked.name == best?.name
      // A network that has never heard of the class does not contradict it.
      let isStranger = best.map { !answer.knows($0.name) } ?? false
      return [
        Span(runName(run)),
        Span(
          (same ? "= " : isStranger ? "· " : "≠ ") + ranked.name,
          Style(same ? .text : isStranger ? .muted : .warning)),
        Span(Figures.percent(share(of: answer))), right,
      ]
    }
    let titles = ["run", "says", heading, "right in all"]
    let sizes = titles.indices.map { column in
      max(TextWidth.of(titles[column]), lines.map { TextWidth.of($0[column].text) }.max() ?? 0)
    }
    // The name is cut first; what is left is a bar.
    let hasRight = width >= 60
    let others = sizes[1] + sizes[2] + (hasRight ? sizes[3] + 1 : 0) + 4
    let name = max(8, min(sizes[0], width - others))
    let bar = width - name - others - 1
    var columns = [
      Table.Column(titles[0], width: .fixed(name)), Table.Column(titles[1], width: .fixed(sizes[1])),
      Table.Column(titles[2], width: .fixed(sizes[2]), align: .right),
    ]
    if hasRight { columns.append(Table.Column(titles[3], width: .fixed(sizes[3]), align: .right)) }
    if bar >= Self.leastBar { columns.append(Table.Column("", width: .fixed(bar))) }
    let rows = zip(predict.runs, lines).map { run, line in
      let share = predict.answers[run].flatMap { self.share(of: $0) } ?? 0
      return Array(line.prefix(hasRight ? 4 : 3))
        + [Span(BarText.filled(share, width: bar), Style(.barFill))]
    }
    let selection = predict.run.flatMap { predict.runs.firstIndex(of: $0) }
    return Table(columns: columns, rows: rows, selection: selection, focused: true)
  }

  private static let leastBar = 8

  /// How probable the class that is followed is to a run, else the one that it says.
  private func share(of answer: RunAnswer) -> Double? {
    predict.followed == nil ? answer.best?.probability : answer.probability(of: predict.followed)
  }

  private var predicting: Bool { state.predicting != nil }

  /// What somebody called it, else its folder.
  private func runName(_ id: String) -> String { state.runs.rows.first { $0.id == id }?.label.name ?? id }
}

/// Sizes of the picture.
enum PredictPicture {
  private static let usual = 32
  /// Above that a network's picture is shown smaller than it is.
  private static let most = 40

  /// Pixels a side of what the network under the cursor sees, as far as they are shown.
  static func seenSide(_ predict: PredictState) -> Int {
    min(max(predict.answer?.seen?.picture.width ?? usual, usual), most)
  }
}
