import ImageData
import Screen

/// Facts about the images, and the other sources.
struct DataFactsView: Widget {
  let state: LabState
  private var data: DataState { state.data }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let sources = min(max(data.sources.count, 1) + 4, rect.height / 2)
    let rows = rect.rows([.rest, .fixed(sources)])
    drawFacts(into: &buffer, in: rows[0], context)
    drawSources(into: &buffer, in: rows[1], context)
  }

  private func drawFacts(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: data.set?.name ?? "data").inset(columns: 1)
    guard let set = data.set, let facts = data.facts else { return }
    // In a low, wide panel the classes stand beside the facts.
    let isFlat = inner.width >= 70
    let parts = inner.columns(isFlat ? [.fixed(42), .rest] : [.rest])
    var y = inner.y
    func line(_ label: String, _ value: String, _ style: Style = .text) {
      guard y < inner.maxY else { return }
      buffer.write(label, x: inner.x, y: y, style: Style(.muted), width: 9)
      buffer.write(value, x: inner.x + 9, y: y, style: style, width: parts[0].width - 9)
      y += 1
    }
    if data.isFallback { line("note", "the built-in set: no other was found", Style(.warning)) }
    line("source", set.source)
    line("images", "\(Figures.grouped(set.train.count)) train · \(Figures.grouped(set.valid.count)) valid")
    if let heldOut = set.split.summary { line("held out", heldOut) }
    line("size", "\(set.train.size)×\(set.train.size) · \(set.classes.count) classes")
    if set.notSquare > 0 {
      line("fit", "\(set.pictures.fit.rawValue): \(Figures.grouped(set.notSquare)) were not square")
    }
    line("mean", Self.triple(facts.measured.mean))
    line("std", Self.triple(facts.measured.std))
    let normalisation = state.form.recipe.training.normalisation
    line(
      "used",
      normalisation.usesArticle(for: set)
        ? "the article's \(Self.triple(ChannelStatistics.article.mean))" : "the measured ones")
    line("digest", facts.fingerprint, Style(.muted))
    if let place = data.selectedPlace, let file = set.file(place) { line("file", file) }
    for finding in data.check.map({ DataFindings($0).lines }) ?? [] {
      line(finding.title, finding.text, Style(.warning))
    }
    if let strip = data.strip {
      line("preview", "off by at most \(Figures.short(strip.largestDifference)) of 255")
    }
    drawClasses(
      set.classes, facts, into: &buffer,
      in: isFlat ? parts[1] : Rect(x: inner.x, y: y + 1, width: inner.width, height: inner.maxY - y - 1), context)
  }

  private func drawClasses(
    _ classes: [String], _ facts: SetFacts, into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    let largest = max(facts.trainPerClass.max() ?? 1, 1)
    let top = Scroll.top(selection: data.onlyClass ?? 0, count: classes.count, visible: rect.height)
    for (offset, index) in (top..<classes.count).prefix(rect.height).enumerated() {
      let y = rect.y + offset
      let isOnly = data.onlyClass == index
      buffer.write(classes[index], x: rect.x, y: y, style: isOnly ? Style(.focus, .bold) : .text, width: 12)
      let counts = "\(facts.trainPerClass[index]) + \(facts.validPerClass[index])"
      buffer.write(counts, x: rect.x + 12, y: y, style: Style(.muted), width: 14, align: .right)
      let bar = Rect(x: rect.x + 27, y: y, width: rect.width - 27, height: 1)
      let share = Double(facts.trainPerClass[index]) / Double(largest)
      if bar.width > 0 { buffer.draw(ProgressBar(share, role: .series(index)), in: bar, context) }
    }
  }

  private static func triple(_ values: [Float]) -> String {
    values.map { Figures.fixed(Double($0), 4) }.joined(separator: "  ")
  }

  private func drawSources(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = data.part == .sources
    let inner = buffer.frame(rect, title: "sources", note: "enter loads", focused: isFocused)
    let rows = inner.rows([.rest, .fixed(2)])
    let items = data.sources.map { entry -> [Span] in
      let isLoaded =
        entry.source == data.source || entry.source == data.set?.source || entry.title == data.set?.name
      let sign = entry.availability == .fetchable ? "↓ " : isLoaded ? "● " : "○ "
      return [Span(sign, Style(.accent)), Span(entry.title), Span("  \(entry.detail)", Style(.muted))]
    }
    buffer.draw(
      ItemList(items, selection: isFocused ? data.selectedSource : nil, focused: isFocused), in: rows[0], context)
    var text = ""
    var style = Style(.muted)
    switch data.phase {
    case .loading(let source, let note): text = "loading \(source) \(note)"
    case .failed(_, let reason): (text, style) = (reason, Style(.error))
    case .empty, .ready:
      if isFocused, data.sources.indices.contains(data.selectedSource) {
        let entry = data.sources[data.selectedSource]
        text = entry.availability == .fetchable ? "enter downloads it: \(entry.detail)" : entry.detail
      }
    }
    buffer.draw(Paragraph(text, style: style), in: rows[1].inset(columns: 1), context)
  }
}
