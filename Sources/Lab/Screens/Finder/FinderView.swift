import Foundation
import Screen

/// The curve over the logarithm of the rate, the cursor's figures, and the suggestions.
struct FinderView {
  let state: LabState
  private var finder: FinderState { state.finder }

  var plot: LinePlot {
    var series: [LinePlot.Series] = []
    for (index, sweep) in finder.earlier.enumerated().reversed() {
      let points = sweep.shown.map { PlotPoint(sweep.rates[$0], sweep.smoothed[$0]) }
      series.append(LinePlot.Series(sweep.title, points, role: .series(index + 3), marker: "○"))
    }
    var marks: [LinePlot.Mark] = []
    var lowest = Double.infinity
    var highest = -Double.infinity
    if let sweep = finder.sweep {
      let shown = sweep.shown
      if finder.showsRaw {
        let raw = shown.map { PlotPoint(sweep.rates[$0], sweep.losses[$0]) }
        series.append(LinePlot.Series("raw", raw, role: .raw, marker: "·"))
      }
      let points = shown.map { PlotPoint(sweep.rates[$0], sweep.smoothed[$0]) }
      series.append(LinePlot.Series("smoothed", points, role: .smoothed))
      for point in points where point.y.isFinite {
        lowest = min(lowest, point.y)
        highest = max(highest, point.y)
      }
      marks = finder.suggestions.map { suggestion in
        let near = points.min {
          abs(log10($0.x / suggestion.rate)) < abs(log10($1.x / suggestion.rate))
        }
        return LinePlot.Mark(x: suggestion.rate, label: suggestion.rule.rawValue, y: near?.y)
      }
    }
    // Raw losses may leap far above the smoothed curve, which determines the range.
    let margin = (highest - lowest) * 0.1
    let range = highest > lowest ? (lowest - margin)...(highest + margin) : nil
    return LinePlot(
      title: "loss over the learning rate", series: series, x: PlotAxis("lr", scale: .log), y: PlotAxis(range: range),
      marks: marks, cursor: finder.cursorRate, focused: true,
      emptyText: state.sweeping != nil
        ? "the first losses are on their way" : "f sweeps the learning rate for \(state.network.architecture.name)")
  }

  func drawSweep(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: finder.sweep?.title ?? "sweep").inset(columns: 1)
    var lines: [[Span]] = []
    let range =
      "\(Figures.rate(finder.startRate)) … \(Figures.rate(finder.endRate)), \(finder.isLinear ? "equal steps" : "equal factors")"
    lines.append([status])
    if let edit = state.edit(of: FinderRange.self) {
      lines.append([Span("first and last rate: ", Style(.muted)), Span(edit.line.text + "▏", Style(.text, .underline))])
      if let error = edit.error { lines.append([Span("! \(error.reason)", Style(.error))]) }
    } else {
      lines.append([Span("range  ", Style(.muted)), Span(range)])
    }
    if let cursor = finder.cursor, let sweep = finder.sweep, sweep.rates.indices.contains(cursor) {
      lines.append([
        Span("cursor ", Style(.muted)),
        Span("lr \(Figures.rate(finder.cursorRate ?? sweep.rates[cursor]))", Style(.learningRate, .bold)),
        Span("  point \(cursor) of \(sweep.rates.count)", Style(.muted)),
      ])
      lines.append([
        Span("loss   ", Style(.muted)), Span(Figures.loss(sweep.smoothed[cursor]), Style(.smoothed)),
        Span("  raw \(Figures.loss(sweep.losses[cursor]))", Style(.muted)),
      ])
    }
    for (index, line) in lines.prefix(inner.height).enumerated() {
      buffer.write(line, x: inner.x, y: inner.y + index, width: inner.width)
    }
  }

  private var status: Span {
    switch state.sweeping?.phase {
    case .queued: return Span("● waits until what runs has ended; x takes it back", Style(.warning))
    case .running(let progress) where progress.total == 0: return Span("● starting", Style(.warning))
    case .running(let progress):
      return Span("● step \(progress.done) of \(progress.total)", Style(.good, .bold))
    case .stopping: return Span("● stopping", Style(.warning))
    case nil: break
    }
    if let failure = finder.failure { return Span("! \(failure)", Style(.error)) }
    switch finder.sweep?.outcome {
    case .exploded: return Span("✓ ended: the loss exploded", Style(.good))
    case .reachedLastRate: return Span("✓ ended at the last rate", Style(.good))
    case .stopped: return Span("■ stopped after \(finder.sweep?.rates.count ?? 0) steps", Style(.warning))
    case nil: return Span("f starts; an epoch or 100 steps, weights restored", Style(.muted))
    }
  }

  func drawSuggestions(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: "suggestions", note: "enter takes the cursor's lr").inset(columns: 1)
    if finder.suggestions.isEmpty {
      let text = finder.remark ?? "they come when the sweep has ended"
      let style = Style(finder.remark == nil ? .muted : .warning)
      for (index, line) in Paragraph.wrap(text, width: inner.width).prefix(max(0, inner.height - 1)).enumerated() {
        buffer.write(line, x: inner.x, y: inner.y + index, style: style, width: inner.width)
      }
    }
    for (index, suggestion) in finder.suggestions.prefix(inner.height - 1).enumerated() {
      let line = [
        Span(suggestion.rule.rawValue.padding(to: 9), Style(.mark)),
        Span(Figures.rate(suggestion.rate).padding(to: 9), Style(.learningRate, .bold)),
        Span(suggestion.rule.meaning, Style(.muted)),
      ]
      buffer.write(line, x: inner.x, y: inner.y + index, width: inner.width)
    }
    if let rate = state.form.fits(for: state.network.architecture).highestRate, inner.height > 0 {
      buffer.write(
        [Span("recipe   ", Style(.muted)), Span(Figures.rate(rate))], x: inner.x, y: inner.maxY - 1, width: inner.width)
    }
  }
}

extension String {
  /// Padded with spaces to at least so many columns.
  func padding(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - TextWidth.of(self)))
  }
}
