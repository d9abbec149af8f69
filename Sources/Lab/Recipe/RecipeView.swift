import Experiments
import Screen

/// The recipe as a form, or in one line.
struct RecipeView: Widget {
  /// Rows above it on a tall screen: widths, stages, and a table of some layers.
  private static let above = 4 + 6 + 9
  /// Rows of the form with its frame, limited by the screen.
  var height: Int { min(state.form.rows.count + 4, state.contentArea.height - Self.above) }
  private static let labelWidth = 15
  let state: LabState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = state.network.part == .recipe
    let inner = buffer.frame(rect, title: "recipe", note: note, focused: isFocused).inset(columns: 1)
    let rows = Self.parts(of: inner)
    let form = state.form
    let top = top(visible: rows[0].height)
    for (offset, content) in form.rows.dropFirst(top).prefix(rows[0].height).enumerated() {
      let row = Rect(x: inner.x, y: rows[0].y + offset, width: inner.width, height: 1)
      draw(content, isSelected: isFocused && content == form.selected, into: &buffer, in: row, context)
    }
    if isFocused {
      let text = state.editing?.error.map { "! \($0.reason)" } ?? explanation
      let style = state.editing?.error == nil ? Style(.muted) : Style(.error)
      buffer.draw(Paragraph(text, style: style), in: rows[1], context)
    }
  }

  /// The settings, and what is said of the one under the cursor.
  private static func parts(of inner: Rect) -> [Rect] { inner.rows([.rest, .fixed(2)]) }

  private func top(visible: Int) -> Int {
    Scroll.top(selection: state.form.selectedIndex, count: state.form.rows.count, visible: visible)
  }

  /// The number of the setting at a place of the screen.
  func row(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let body = Self.parts(of: rect.inset(columns: 2, rows: 1))[0]
    guard body.contains(x: x, y: y) else { return nil }
    let row = top(visible: body.height) + y - body.y
    return state.form.rows.indices.contains(row) ? row : nil
  }

  private var explanation: String {
    switch state.form.selected {
    case .field(let field): state.cautions.first { $0.field == field }?.text ?? field.explanation
    case .carried: "set by a recipe that was taken, or by the command set; \(state.keyName(.usual)) drops it"
    }
  }

  private func draw(
    _ content: RecipeForm.Row, isSelected: Bool, into buffer: inout Buffer, in row: Rect, _ context: RenderContext
  ) {
    let (title, text) = texts(content)
    buffer.write(title, x: row.x + 1, y: row.y, style: Style(isSelected ? .focus : .muted), width: Self.labelWidth)
    let value = Rect(x: row.x + Self.labelWidth + 1, y: row.y, width: row.width - Self.labelWidth - 1, height: 1)
    if case .field(let field) = content, let edit = state.edit(of: RecipeFieldEdit(field)) {
      buffer.draw(TextField(input: edit.line, editing: true), in: value, context)
      return
    }
    let used = buffer.write(text, x: value.x, y: row.y, style: .text, width: value.width)
    if case .field(let field) = content, let caution = state.cautions.first(where: { $0.field == field }) {
      let x = value.x + used + 2
      buffer.write("! \(caution.used)", x: x, y: row.y, style: Style(.warning), width: value.maxX - x)
    }
    if isSelected { buffer.select(row, focused: true) }
  }

  private func texts(_ content: RecipeForm.Row) -> (title: String, text: String) {
    switch content {
    case .carried: return ("also", state.form.carriedText)
    case .field(let field):
      let shown = state.form.shown(field, for: state.network.architecture)
      return (field.title, field.choices.isEmpty ? shown : "‹ \(shown) ›")
    }
  }

  private var note: String {
    let fits = state.form.fits(for: state.network.architecture)
    let epochs = fits.reduce(0) { $0 + $1.epochs }
    return state.form.ownFits.isEmpty ? "\(epochs) epochs · the network's own schedule" : "\(epochs) epochs"
  }

  private static let cautionRows = 3

  /// What the images cannot give, in lines of the short form.
  private func cautionLines(width: Int) -> [String] {
    Array(
      state.cautions.flatMap { Paragraph.wrap("! \($0.text)", width: width - Self.frame) }.prefix(Self.cautionRows))
  }

  /// Frame and margin at both sides.
  private static let frame = 4

  /// Rows of the short form with its frame.
  func shortHeight(width: Int) -> Int { 3 + cautionLines(width: width).count }

  /// Fit calls, batch and seed in one line, and what the images cannot give of it.
  func drawShort(into buffer: inout Buffer, in rect: Rect) {
    let form = state.form
    var parts = ["batch \(form.batchSize)", "seed \(form.recipe.seed)"]
    if let subset = form.subset { parts.append("subset \(subset)") }
    let note = (parts + ["\(state.keyName(.recipe)) opens it"]).joined(separator: " · ")
    let inner = buffer.frame(rect, title: "recipe", note: note).inset(columns: 1)
    let fits = "fit \(form.shown(.fits, for: state.network.architecture))"
    buffer.write(fits, x: inner.x, y: inner.y, style: .text, width: inner.width)
    for (index, line) in cautionLines(width: rect.width).enumerated() where index + 1 < inner.height {
      buffer.write(line, x: inner.x, y: inner.y + 1 + index, style: Style(.warning), width: inner.width)
    }
  }
}
