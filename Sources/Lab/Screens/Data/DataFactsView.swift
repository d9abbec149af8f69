import ImageData
import Screen

/// Facts about the images, and the other sources.
struct DataFactsView: Widget {
  let state: LabState
  private var data: DataState { state.data }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let rows = rows(rect)
    drawFacts(into: &buffer, in: rows[0], context)
    buffer.draw(DataSourcesView(state: state), in: rows[1], context)
  }

  private func rows(_ rect: Rect) -> [Rect] { rect.rows([.rest, .fixed(DataSourcesView.height(state, in: rect))]) }

  /// The source at a place of the screen.
  func source(atX x: Int, y: Int, in rect: Rect) -> Int? {
    DataSourcesView(state: state).source(atX: x, y: y, in: rows(rect)[1])
  }

  private typealias Fact = (label: String, value: String, style: Style)
  private static let labelWidth = 9

  private func drawFacts(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: data.set?.name ?? "data").inset(columns: 1)
    guard let set = data.set, let facts = data.facts else { return }
    // In a low, wide panel the classes stand beside the facts.
    let isFlat = inner.width >= 70 && inner.height < 24
    let parts = inner.columns(isFlat ? [.fixed(42), .rest] : [.rest], spacing: 2)
    let lines = lines(set, facts)
    let room = parts[0].width - Self.labelWidth
    let wrapped = lines.map { Paragraph.wrap($0.value, width: room) }
    let used = isFlat ? 0 : min(set.classes.count, 10) + 1
    let fits = wrapped.reduce(0) { $0 + $1.count } + used <= inner.height
    var y = inner.y
    for (line, texts) in zip(lines, wrapped) {
      for (index, text) in (fits ? texts : [line.value]).enumerated() where y < inner.maxY {
        if index == 0 { buffer.write(line.label, x: inner.x, y: y, style: Style(.muted), width: Self.labelWidth) }
        buffer.write(text, x: inner.x + Self.labelWidth, y: y, style: line.style, width: room)
        y += 1
      }
    }
    let classes = ClassesView(data: data, classes: set.classes, facts: facts)
    let rest = Rect(x: inner.x, y: y + 1, width: inner.width, height: inner.maxY - y - 1)
    buffer.draw(classes, in: isFlat ? parts[1] : rest, context)
  }

  private func lines(_ set: DataSet, _ facts: SetFacts) -> [Fact] {
    var lines: [Fact] = []
    func add(_ label: String, _ value: String, _ style: Style = .text) { lines.append((label, value, style)) }
    if data.isFallback { add("note", "the built-in set: no other was found", Style(.warning)) }
    add("source", set.source)
    add("images", "\(Figures.grouped(set.train.count)) train · \(Figures.grouped(set.valid.count)) valid")
    if let heldOut = set.split.summary { add("held out", heldOut) }
    add("size", "\(set.train.size)×\(set.train.size) · \(set.classes.count) classes")
    if set.notSquare > 0 {
      add("fit", "\(set.pictures.fit.rawValue): \(Figures.grouped(set.notSquare)) were not square")
    }
    add("mean", Self.triple(facts.measured.mean))
    add("std", Self.triple(facts.measured.std))
    let usesArticle = state.form.recipe.training.normalisation.usesArticle(for: set)
    add("used", usesArticle ? "the article's \(Self.triple(ChannelStatistics.article.mean))" : "the measured ones")
    add("digest", facts.fingerprint, Style(.muted))
    if let place = data.selectedPlace, let file = set.file(place) { add("file", file + sides(place.index)) }
    for finding in data.check.map({ DataFindings($0).lines }) ?? [] {
      add(finding.title, finding.text, Style(.warning))
    }
    if let strip = data.strip { add("preview", "off by at most \(Figures.short(strip.largestDifference)) of 255") }
    return lines
  }

  /// How large an image was before it was fitted.
  private func sides(_ index: Int) -> String { data.images.map { $0.originalSides(index) } ?? "" }

  private static func triple(_ values: [Float]) -> String {
    values.map { Figures.fixed(Double($0), 4) }.joined(separator: "  ")
  }
}

/// Each class with its images; many classes stand in several columns.
private struct ClassesView: Widget {
  let data: DataState
  let classes: [String]
  let facts: SetFacts

  private func counts(_ index: Int) -> String {
    "\(Figures.grouped(facts.trainPerClass[index])) + \(Figures.grouped(facts.validPerClass[index]))"
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let figures = classes.indices.map { TextWidth.of(counts($0)) }.max() ?? 0
    let names = min(classes.map { TextWidth.of($0) }.max() ?? 0, max(8, rect.width - figures - 2))
    let entry = names + 2 + figures
    let needed = (classes.count + rect.height - 1) / rect.height
    let columns = min(needed, max(1, (rect.width + 3) / (entry + 3)))
    let visible = columns * rect.height
    let top = Scroll.top(selection: data.onlyClass ?? 0, count: classes.count, visible: visible)
    let largest = max(facts.trainPerClass.max() ?? 1, 1)
    for (offset, index) in (top..<classes.count).prefix(visible).enumerated() {
      let (x, y) = (rect.x + offset / rect.height * (entry + 3), rect.y + offset % rect.height)
      let style = data.onlyClass == index ? Style(.focus, .bold) : .text
      buffer.write(classes[index], x: x, y: y, style: style, width: names)
      buffer.write(counts(index), x: x + names + 2, y: y, style: Style(.muted), width: figures, align: .right)
      guard columns == 1 else { continue }
      let bar = Rect(x: x + entry + 2, y: y, width: rect.width - entry - 2, height: 1)
      buffer.draw(
        ProgressBar(Double(facts.trainPerClass[index]) / Double(largest), role: .series(index)), in: bar, context)
    }
    buffer.scrollBar(
      right: rect.maxX, y: rect.y, height: rect.height, top: top / columns, count: needed > columns ? classes.count : 0)
  }
}
