import Screen
import Training

/// The parts of the LR finder's screen: the curve over the rate, the cursor's figures, what the rules suggest, and what
/// a rate makes of the recipe.
struct FinderView {
  let state: LabState
  private var finder: FinderState { state.finder }

  var plot: LinePlot {
    var series: [LinePlot.Series] = []
    for (index, sweep) in finder.earlier.enumerated().reversed() {
      let curve = LRCurvePlot(sweep.curve, LRSuggestions(), sweep.options)
      series.append(LinePlot.Series(sweep.title, curve.points, role: .series(index + 3), marker: "○"))
    }
    let emptyText =
      state.sweeping != nil
      ? "the first losses are on their way"
      : "\(state.keyName(.find)) sweeps the learning rate for \(state.network.architecture.name)"
    let title = "loss over the learning rate"
    guard let sweep = finder.sweep else {
      return LinePlot(title: title, series: series, focused: true, emptyText: emptyText)
    }
    let curve = LRCurvePlot(sweep.curve, sweep.found ?? LRSuggestions(), sweep.options)
    if finder.showsRaw {
      let raw = sweep.curve.points.map { PlotPoint($0.learningRate, $0.loss) }
      series.append(LinePlot.Series("raw", raw, role: .raw, marker: "·"))
    }
    series.append(LinePlot.Series("smoothed", curve.points, role: .smoothed))
    return LinePlot(
      title: title, series: series, x: curve.rates, y: PlotAxis(range: curve.losses.range), marks: curve.marks,
      cursor: finder.cursorRate, focused: true, emptyText: emptyText)
  }

  func drawSweep(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: finder.sweep?.title ?? "sweep").inset(columns: 1)
    // Nothing is cut while rows are empty.
    let status = status
    var lines = Paragraph.wrap(status.text, width: inner.width).map { [Span($0, status.style)] }
    if let trials = finder.sweep?.trials, !trials.isEmpty {
      let label = "trials "
      // A rate and its accuracy stay in one line.
      let joined = trials.map { $0.text.replacing(" ", with: Self.fixedSpace) }.joined(separator: " · ")
      let texts = Paragraph.wrap(joined, width: inner.width - label.count)
      for (index, text) in texts.map({ $0.replacing(Self.fixedSpace, with: " ") }).enumerated() {
        lines.append([Span(index == 0 ? label : "".padding(to: label.count), Style(.muted)), Span(text)])
      }
    }
    if let swept = finder.sweep?.options { lines.append([Span("range  ", Style(.muted)), Span(swept.text)]) }
    if let edit = state.edit(of: FinderRange.self) {
      lines.append([
        Span("first and last rate: ", Style(.muted)),
        Span(edit.line.text, edit.line.isPrefilled ? .selection : Style(.text, .underline)), Span("▏"),
      ])
      if let error = edit.error { lines.append([Span("! \(error.reason)", Style(.error))]) }
    } else if finder.options != finder.sweep?.options {
      lines.append([Span("next   ", Style(.muted)), Span(finder.options.text)])
    }
    if let point = finder.cursorPoint, let cursor = finder.cursor, let rate = finder.cursorRate {
      lines.append([
        Span("cursor ", Style(.muted)), Span("lr \(Figures.rate(rate))", Style(.learningRate, .bold)),
        Span("  point \(cursor) of \(finder.sweep?.curve.points.count ?? 0)", Style(.muted)),
      ])
      lines.append([
        Span("loss   ", Style(.muted)), Span(Figures.loss(point.smoothed), Style(.smoothed)),
        Span("  raw \(Figures.loss(point.loss))", Style(.muted)),
      ])
    }
    for (index, line) in lines.prefix(inner.height).enumerated() {
      buffer.write(line, x: inner.x, y: inner.y + index, width: inner.width)
    }
  }

  private static let fixedSpace = "\u{A0}"

  private var status: Span {
    switch state.sweeping?.phase {
    case .queued:
      return Span("● waits until what runs has ended; \(state.keyName(.stop)) takes it back", Style(.warning))
    case .running(let progress) where progress.total == 0: return Span("● starting", Style(.warning))
    case .running where finder.sweep?.trialStart != nil:
      let (number, start) = ((finder.sweep?.trials.count ?? 0) + 1, finder.sweep?.trialStart?.text ?? "")
      return Span("● trial \(number) \(start), ×2 or ÷2", Style(.good, .bold))
    case .running(let progress):
      return Span("● step \(progress.done) of \(progress.total)", Style(.good, .bold))
    case .stopping: return Span("● stopping", Style(.warning))
    case nil: break
    }
    if let failure = finder.failure { return Span("! \(failure)", Style(.error)) }
    guard let curve = finder.sweep?.wholeCurve else {
      let text = "\(state.keyName(.find)) starts; an epoch or \(LRFinder.fewestBatches) steps, weights restored"
      return Span(text, Style(.muted))
    }
    let isStopped = curve.ending == .stopped
    return Span("\(isStopped ? "■" : "✓") \(curve.endingText)", Style(isStopped ? .warning : .good))
  }

  func drawSuggestions(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: "suggestions").inset(columns: 1)
    let nameWidth = (LRSuggestions.Rule.allCases.map { TextWidth.of($0.rawValue) }.max() ?? 0) + 1
    for (index, suggestion) in finder.suggestions.prefix(inner.height).enumerated() {
      let line = [
        Span(suggestion.rule.rawValue.padding(to: nameWidth), Style(.mark)),
        Span(Figures.rate(suggestion.rate).padding(to: 9), Style(.learningRate, .bold)),
        Span(suggestion.rule.meaning, Style(.muted)),
      ]
      buffer.write(line, x: inner.x, y: inner.y + index, width: inner.width)
    }
    let remark = finder.sweep?.remark
    guard remark != nil || finder.suggestions.isEmpty else { return }
    let rest = inner.rows([.fixed(finder.suggestions.count), .rest])[1]
    let text = remark ?? "they come when the sweep has ended"
    for (index, line) in Paragraph.wrap(text, width: rest.width).prefix(rest.height).enumerated() {
      buffer.write(
        line, x: rest.x, y: rest.y + index, style: Style(remark == nil ? .muted : .warning), width: rest.width)
    }
  }

  /// The number of the suggestion at a place of the screen.
  func suggestion(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let inner = rect.inset(columns: 1, rows: 1)
    return inner.contains(x: x, y: y) ? y - inner.y : nil
  }

  /// The calls of the recipe, what enter makes of them, and how to find out which are better.
  func drawRecipe(into buffer: inout Buffer, in rect: Rect) {
    let take = state.keyName(.takeRate)
    let undo = state.form.history.canUndo ? " · \(state.keyName(.undo)) takes it back" : ""
    let note = "\(take) takes the cursor's lr\(undo)"
    let inner = buffer.frame(rect, title: "recipe", note: note).inset(columns: 1)
    let fits = state.form.fits(for: state.network.architecture)
    func text(_ fits: [FitCall]) -> Span { Span(fits.map(\.shortText).joined(separator: " ; ")) }
    buffer.write([Span("now    ", Style(.muted)), text(fits)], x: inner.x, y: inner.y, width: inner.width)
    guard let rate = finder.cursorRate, let highest = fits.highestRate else { return }
    var line = [Span(take.padding(to: 7), Style(.muted))]
    if rate == highest {
      line.append(Span("changes nothing: this is the highest rate already", Style(.muted)))
    } else {
      line.append(text(fits.scaled(toHighest: rate)))
    }
    buffer.write(line, x: inner.x, y: inner.y + 1, width: inner.width)
    buffer.write([wayOn(from: rate, highest)], x: inner.x, y: inner.y + 2, width: inner.width)
  }

  /// How far a rate is from the recipe's, and what settles which of both is the better one.
  private func wayOn(from rate: Double, _ highest: Double) -> Span {
    let isTrying = state.sweeping != nil
    let trial = isTrying ? "short trainings go on" : "\(state.keyName(.find)) tries rates by short trainings"
    guard let distance = RecipeDistance(of: rate, from: highest) else {
      let isDone = finder.sweep?.found == nil || !isTrying && finder.sweep?.trials.isEmpty == false
      return Span(isDone ? "" : trial, Style(.muted))
    }
    if finder.isOnBestOfTrials { return Span("\(distance.text); the best of the short trainings", Style(.muted)) }
    return Span("! \(distance.text): \(trial), \(state.keyName(.next)) shows another", Style(.warning))
  }
}

extension String {
  /// Padded with spaces to at least so many columns.
  func padding(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - TextWidth.of(self)))
  }
}
