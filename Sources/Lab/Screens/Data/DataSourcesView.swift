import Screen

/// What can be loaded, and what becomes of it.
struct DataSourcesView: Widget {
  let state: LabState
  private var data: DataState { state.data }

  /// Rows that it takes of a panel: more where there is room, so that nothing of a path is cut.
  static func height(_ state: LabState, in rect: Rect) -> Int {
    let view = DataSourcesView(state: state)
    let lines = view.lines(width: rect.width - 6, isWhole: true).count
    return min(max(lines, 1) + 4, max(rect.height / 2, 6))
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = data.part == .sources
    let inner = buffer.frame(rect, title: "sources", note: "\(state.keyName(.load)) loads", focused: isFocused)
    let rows = inner.rows([.rest, .fixed(2)])
    let (lines, top) = visible(in: rows[0])
    for (offset, line) in lines.dropFirst(top).prefix(rows[0].height).enumerated() {
      let y = rows[0].y + offset
      buffer.write(line.spans, x: rows[0].x + 2, y: y, width: rows[0].width - 2)
      guard isFocused, line.source == data.selectedSource else { continue }
      buffer.select(Rect(x: rows[0].x, y: y, width: rows[0].width, height: 1), focused: true)
    }
    buffer.scrollBar(right: rows[0].maxX, y: rows[0].y, height: rows[0].height, top: top, count: lines.count)
    drawPhase(into: &buffer, in: rows[1].inset(columns: 1), context, isFocused)
  }

  /// All lines at the size of `rect`, and the first one that is visible.
  private func visible(in rect: Rect) -> (lines: [(source: Int, spans: [Span])], top: Int) {
    let whole = lines(width: rect.width - 4, isWhole: true)
    let lines = whole.count <= rect.height ? whole : lines(width: rect.width - 4, isWhole: false)
    let selected = lines.firstIndex { $0.source == data.selectedSource }
    return (lines, Scroll.top(selection: selected ?? 0, count: lines.count, visible: rect.height))
  }

  /// The source at a place of the screen.
  func source(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let rows = rect.inset(columns: 1, rows: 1).rows([.rest, .fixed(2)])
    guard rows[0].contains(x: x, y: y) else { return nil }
    let (lines, top) = visible(in: rows[0])
    return lines.dropFirst(top + y - rows[0].y).first?.source
  }

  /// The sources; where all of it is wanted, a detail that is too long goes on beneath its title.
  private func lines(width: Int, isWhole: Bool) -> [(source: Int, spans: [Span])] {
    let titles = min(data.sources.map { TextWidth.of($0.title) }.max() ?? 0, width / 2)
    return data.sources.enumerated().flatMap { index, entry -> [(source: Int, spans: [Span])] in
      let isLoaded =
        entry.source == data.source || entry.source == data.set?.source || entry.title == data.set?.name
      let sign = entry.availability == .fetchable ? "↓ " : isLoaded ? "● " : "○ "
      let room = width - 2 - titles - 2
      let detail = isWhole ? Paragraph.wrap(entry.detail, width: max(room, 8)) : [entry.detail]
      return detail.enumerated().map { line, text in
        let title = line == 0 ? entry.title : ""
        let head = [Span(line == 0 ? sign : "  ", Style(.accent)), Span(title.padding(to: titles))]
        return (index, head + [Span("  \(text)", Style(.muted))])
      }
    }
  }

  private func drawPhase(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext, _ isFocused: Bool) {
    var text = ""
    var style = Style(.muted)
    switch data.phase {
    case .loading(let source, let note): text = "loading \(source) \(note)"
    case .failed(_, let reason): (text, style) = (reason, Style(.error))
    case .empty, .ready:
      if isFocused, data.sources.indices.contains(data.selectedSource) {
        let entry = data.sources[data.selectedSource]
        text = entry.availability == .fetchable ? "\(state.keyName(.load)) downloads it: \(entry.detail)" : entry.detail
      }
    }
    buffer.draw(Paragraph(text, style: style), in: rect, context)
  }
}
