import Screen

/// The log while it is open: how far it is scrolled, and what is searched for in it.
struct LogPanel: Equatable, Sendable {
  /// Of the newest lines so many are scrolled out.
  var back = 0
  var search = TextInput()
  /// Whether the words to search for are being typed.
  var isSearching = false

  func lines(_ state: LabState) -> [LogPane.Line] {
    let words = search.text.lowercased().split(separator: " ")
    return state.log.filter { line in words.allSatisfy { line.text.lowercased().contains($0) } }
  }
}

/// The log, with what is searched for beneath it.
struct LogView: Widget {
  let state: LabState
  let panel: LogPanel

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let lines = panel.lines(state)
    let note = "\(lines.count) of \(state.log.count) lines · \(state.keyName(.search)) searches"
    let inner = buffer.box(rect.inset(columns: 2, rows: 1), title: "log", note: note)
    let isFiltered = panel.isSearching || !panel.search.text.isEmpty
    let rows = inner.rows([.rest, .fixed(isFiltered ? 1 : 0)])
    if isFiltered {
      buffer.draw(
        TextField("/", input: panel.search, editing: panel.isSearching, focused: true), in: rows[1], context)
    }
    guard lines.isEmpty else {
      buffer.draw(LogPane(lines, back: panel.back), in: rows[0], context)
      return
    }
    let text = state.log.isEmpty ? "nothing has been said yet" : "no line has all of these words"
    buffer.write(text, x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
  }
}

extension LabState {
  mutating func searchLog() -> [Effect] {
    guard case .log(var panel) = overlays.last else { return [] }
    panel.isSearching = true
    overlays[overlays.count - 1] = .log(panel)
    return []
  }
}
