import Screen

func drawOverlay(
  _ overlay: Overlay, of state: LabState, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
) {
  switch overlay {
  case .help(let panel): buffer.draw(HelpView(state: state, panel: panel), in: area, context)
  case .log(let panel): buffer.draw(LogView(state: state, panel: panel), in: area, context)
  case .confirm(let confirmation):
    let dialog = Dialog(
      title: "are you sure?",
      text: "\(confirmation.question)\n\nType \(confirmation.word) and press \(state.keyName(.accept)) for yes; "
        + "anything else is no.",
      field: TextField("›", input: confirmation.line, editing: true), hints: [], isWarning: true)
    buffer.draw(dialog, in: area, context)
  case .question(let question):
    let hints = [KeyHints.Hint(state.keyName(.yes), question.yes), KeyHints.Hint(state.keyName(.no), "no")]
    let dialog = Dialog(title: "are you sure?", text: question.text, hints: hints, isWarning: true)
    buffer.draw(dialog, in: area, context)
  case .command(let prompt): drawPrompt(prompt, of: state, into: &buffer, context)
  case .filter(let line):
    let row = Rect(x: 0, y: area.maxY - 1, width: area.width, height: 1)
    buffer.fill(row, style: Style(.text, on: .background))
    let placeholder = state.screen.type.filter?.placeholder ?? ""
    let field = TextField("/", input: line, editing: true, focused: true, placeholder: placeholder)
    buffer.draw(field, in: row.inset(columns: 1), context)
  case .themes(let picker):
    let size = (width: min(56, area.width), height: min(state.themes.count + 2, area.height - 2))
    let box = Rect(x: area.maxX - size.width - 1, y: area.y + 1, width: size.width, height: size.height)
    let inner = buffer.box(
      box, title: "theme", note: "\(state.keyName(.keepTheme)) keeps it · \(state.keyName(.back)) goes back")
    let items = state.themes.map { [Span($0.name), Span("  \($0.about)", Style(.muted))] }
    buffer.draw(ItemList(items, selection: picker.selected), in: inner, context)
  case .sameCommand(let line):
    let dialog = Dialog(
      title: "the same by command", text: line,
      hints: [KeyHints.Hint(state.keyName(.close), "close · copied, where the terminal lets it")])
    buffer.draw(dialog, in: area, context)
  }
}

/// The prompt, its completions and its error, above the footer.
private func drawPrompt(
  _ prompt: CommandPrompt, of state: LabState, into buffer: inout Buffer, _ context: RenderContext
) {
  let row = Rect(x: 0, y: state.footerArea.y - 1, width: state.width, height: 1)
  buffer.fill(row, style: Style(.text, on: .background))
  let field = TextField(
    ":", input: prompt.line, editing: true, focused: true, error: prompt.error ?? "",
    placeholder: "\(state.keyName(.complete)) lists commands")
  buffer.draw(field, in: row.inset(columns: 1), context)
  var hint = prompt.offered.joined(separator: "  ")
  if hint.isEmpty, prompt.error == nil, let first = prompt.line.text.split(separator: " ").first {
    let matching = PromptCommand.matching(String(first))
    if matching.count == 1 { hint = "\(matching[0].name) \(matching[0].usage) – \(matching[0].help)" }
  }
  guard !hint.isEmpty else { return }
  let lines = Paragraph.wrap(hint, width: row.width - 4).suffix(4)
  let above = Rect(x: 0, y: row.y - lines.count, width: row.width, height: lines.count)
  buffer.fill(above, style: Style(.muted, on: .background))
  for (index, line) in lines.enumerated() {
    buffer.write(line, x: above.x + 3, y: above.y + index, style: Style(.muted), width: above.width - 4)
  }
}

extension Buffer {
  /// Clears a framed box and returns its interior with a margin of one column.
  mutating func box(_ rect: Rect, title: String, note: String = "") -> Rect {
    fill(rect, style: Style(.text, on: .background))
    return frame(rect, title: title, note: note, focused: true).inset(columns: 1)
  }
}
