/// A box over the screen with a message or a question.
package struct Dialog: Widget, Equatable, Sendable {
  package var title: String
  package var text: String
  /// For an answer in words.
  package var field: TextField?
  package var hints: [KeyHints.Hint]
  package var isWarning: Bool

  package init(
    title: String, text: String, field: TextField? = nil, hints: [KeyHints.Hint] = [], isWarning: Bool = false
  ) {
    self.title = title
    self.text = text
    self.field = field
    self.hints = hints
    self.isWarning = isWarning
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let width = min(rect.width, 64)
    let lines = Paragraph.wrap(text, width: width - 4)
    let extra = (field == nil ? 0 : 2) + (hints.isEmpty ? 0 : 2)
    let box = rect.centred(width: width, height: lines.count + extra + 2)
    buffer.fill(box, style: Style(.text, on: .background))
    let inner = buffer.frame(box, title: (isWarning ? "! " : "") + title, focused: true).inset(columns: 1)
    for (index, line) in lines.prefix(inner.height).enumerated() {
      buffer.write(line, x: inner.x, y: inner.y + index, style: Style(isWarning ? .warning : .text), width: inner.width)
    }
    if let field {
      let row = Rect(x: inner.x, y: inner.y + lines.count + 1, width: inner.width, height: 1)
      buffer.draw(field, in: row.intersection(inner), context)
    }
    if !hints.isEmpty, inner.height > 0 {
      let row = Rect(x: inner.x - 1, y: inner.maxY - 1, width: inner.width + 1, height: 1)
      buffer.draw(KeyHints(hints), in: row, context)
    }
  }
}
