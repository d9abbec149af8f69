package struct TextField: Widget, Equatable, Sendable {
  package var label: String
  package var input: TextInput
  /// Only then the cursor shows.
  package var editing: Bool
  package var focused: Bool
  /// What is wrong with the text, shown beneath it or, in one row, after it. Empty: nothing.
  package var error: String
  /// Shown while there is no text.
  package var placeholder: String

  package init(
    _ label: String = "", input: TextInput, editing: Bool = false, focused: Bool = false, error: String = "",
    placeholder: String = ""
  ) {
    self.label = label
    self.input = input
    self.editing = editing
    self.focused = focused
    self.error = error
    self.placeholder = placeholder
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    var x = rect.x
    if !label.isEmpty {
      let style = focused ? Style(.focus, .bold) : Style(.muted)
      x += buffer.write(label, x: x, y: rect.y, style: style, width: rect.width) + 1
    }
    let room = rect.maxX - x - 1
    guard room > 0 else { return }
    let characters = Array(input.text)
    // Scrolled so that the cursor is visible.
    var start = 0
    var columns = characters[..<input.cursor].reduce(0) { $0 + Glyph($1).columns }
    if editing {
      while columns >= room {
        columns -= Glyph(characters[start]).columns
        start += 1
      }
    }
    let shown = String(characters[start...])
    if shown.isEmpty, !editing {
      buffer.write(placeholder, x: x, y: rect.y, style: Style(.disabled), width: room)
    } else {
      let style = error.isEmpty ? Style(.text, editing ? .underline : []) : Style(.error, .underline)
      let columns = buffer.write(shown, x: x, y: rect.y, style: style, width: editing ? room + 1 : room)
      // What the first character would replace looks selected.
      if editing, input.isPrefilled {
        buffer.restyle(Rect(x: x, y: rect.y, width: columns, height: 1), .selection)
      }
    }
    if editing { buffer.restyle(Rect(x: x + columns, y: rect.y, width: 1, height: 1), .selection) }
    if !error.isEmpty {
      let length = TextWidth.of(shown)
      if rect.height > 1 {
        buffer.write("! " + error, x: x, y: rect.y + 1, style: Style(.error), width: rect.maxX - x)
      } else {
        buffer.write(
          "! " + error, x: x + length + 2, y: rect.y, style: Style(.error), width: rect.maxX - x - length - 2)
      }
    }
  }
}
