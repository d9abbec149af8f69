import ImageData
import Screen

/// What is known about the images, and what else there is to load.
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
    var y = inner.y
    func line(_ label: String, _ value: String, _ style: Style = .text) {
      guard y < inner.maxY else { return }
      buffer.write(label, x: inner.x, y: y, style: Style(.muted), width: 9)
      buffer.write(value, x: inner.x + 9, y: y, style: style, width: inner.width - 9)
      y += 1
    }
    if data.isFallback { line("note", "the built-in set: no other was found", Style(.warning)) }
    line("source", set.source)
    line("images", "\(NumberText.count(set.train.count)) train · \(NumberText.count(set.valid.count)) valid")
    line("size", "\(set.train.size)×\(set.train.size) · \(set.classes.count) classes")
    line("mean", Self.triple(facts.measured.mean))
    line("std", Self.triple(facts.measured.std))
    line("used", facts.usesArticle ? "the article's \(Self.triple(facts.used.mean))" : "the measured ones")
    line("print", facts.fingerprint, Style(.muted))
    if let strip = data.strip {
      line("preview", "off by at most \(NumberText.short(strip.largestDifference)) of 255")
    }
    y += 1
    let largest = max(facts.trainPerClass.max() ?? 1, 1)
    for (index, name) in set.classes.enumerated() where y < inner.maxY {
      let isOnly = data.onlyClass == index
      buffer.write(name, x: inner.x, y: y, style: isOnly ? Style(.focus, .bold) : .text, width: 12)
      let counts = "\(facts.trainPerClass[index]) + \(facts.validPerClass[index])"
      buffer.write(counts, x: inner.x + 12, y: y, style: Style(.muted), width: 14, align: .right)
      let bar = Rect(x: inner.x + 27, y: y, width: inner.width - 27, height: 1)
      if bar.width > 0 {
        buffer.draw(
          ProgressBar(Double(facts.trainPerClass[index]) / Double(largest), role: .series(index)), in: bar, context)
      }
      y += 1
    }
  }

  private static func triple(_ values: [Float]) -> String {
    values.map { NumberText.fixed(Double($0), 4) }.joined(separator: "  ")
  }

  private func drawSources(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = data.part == .sources
    let inner = buffer.frame(rect, title: "sources", note: "enter loads", focused: isFocused)
    let rows = inner.rows([.rest, .fixed(2)])
    let items = data.sources.map { entry -> [Span] in
      let sign =
        entry.standing == .fetchable ? "↓ " : entry.source == data.source || entry.title == data.set?.name ? "● " : "○ "
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
        text = entry.standing == .fetchable ? "enter downloads it: \(entry.detail)" : entry.detail
      }
    }
    buffer.draw(Paragraph(text, style: style), in: rows[1].inset(columns: 1), context)
  }
}
