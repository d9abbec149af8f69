import Screen

/// Keys of a screen, general keys, and commands, from their tables. What is typed searches them.
struct HelpView: Widget {
  let state: LabState
  let panel: HelpPanel

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let box = rect.inset(columns: state.isWide ? 6 : 0)
    let inner = buffer.box(
      box, title: "help: \(state.screen.title)", note: note)
    let rows = inner.rows([.fixed(1), .rest])
    let field = TextField(
      "/", input: panel.search, editing: !panel.search.text.isEmpty, focused: true,
      placeholder: "a key or a word: what is typed is searched for")
    buffer.draw(field, in: rows[0], context)
    let entries = HelpEntry.shown(state, panel)
    guard !entries.isEmpty else {
      buffer.write("nothing has all of these words", x: rows[1].x, y: rows[1].y, style: Style(.muted))
      return
    }
    let lines = lines(entries, width: inner.width)
    let selected = lines.firstIndex { $0.entry == panel.selected } ?? 0
    let top = Scroll.top(selection: selected, count: lines.count, visible: rows[1].height)
    for (index, line) in lines.dropFirst(top).prefix(rows[1].height).enumerated() {
      let y = rows[1].y + index
      buffer.write(line.spans, x: inner.x, y: y, width: inner.width)
      if line.entry == panel.selected {
        buffer.restyle(Rect(x: inner.x, y: y, width: inner.width, height: 1), .selection)
      }
    }
    buffer.scrollBar(right: box.maxX - 1, y: rows[1].y, height: rows[1].height, top: top, count: lines.count)
  }

  private var note: String {
    let keys = [NamedAction.up, .down, .doIt, .close].map(state.keyName)
    return "type to search · \(keys[0])\(keys[1]) choose · \(keys[2]) does it · \(keys[3]) close"
  }

  /// All lines, wrapped to `width`, each with the number of its entry.
  func lines(_ entries: [HelpEntry], width: Int) -> [(entry: Int, spans: [Span])] {
    let keys = min(widest(entries) { if case .key = $0 { true } else { false } }, 16) + 2
    let usages = widest(entries) { if case .command = $0 { true } else { false } } + 2
    return entries.enumerated().flatMap { index, entry -> [(entry: Int, spans: [Span])] in
      switch entry.kind {
      case .heading: return [(-1, []), (index, [Span(entry.text, Style(.title, .bold))])]
      case .key, .letter: return Self.lines(entry, column: keys, width: width).map { (index, $0) }
      case .command: return Self.lines(entry, column: usages, width: width).map { (index, $0) }
      }
    }
  }

  private func widest(_ entries: [HelpEntry], _ isWanted: (HelpEntry.Kind) -> Bool) -> Int {
    entries.filter { isWanted($0.kind) }.map { TextWidth.of($0.name) }.max() ?? 8
  }

  private static func lines(_ entry: HelpEntry, column: Int, width: Int) -> [[Span]] {
    let text = entry.text + (entry.reason.map { " – not now: \($0)" } ?? "")
    let style = entry.reason == nil ? Style.text : Style(.disabled)
    let padding = String(repeating: " ", count: max(1, column - TextWidth.of(entry.name)))
    let first = Span(entry.name + padding, Style(.key, .bold))
    let indent = Span(String(repeating: " ", count: column))
    return Paragraph.wrap(text, width: max(width - column, 20)).enumerated().map { index, line in
      [index == 0 ? first : indent, Span(line, style)]
    }
  }
}
