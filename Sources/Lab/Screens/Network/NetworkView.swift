import Kernels
import Screen

/// The parts of the Network screen.
struct NetworkView {
  /// Rows beneath a long list of networks.
  private static let explanationRows = 6

  let state: LabState
  private var network: NetworkState { state.network }

  func drawArchitectures(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = network.part == .architectures
    buffer.frame(rect, title: "architecture", focused: isFocused)
    let rows = architectureRows(rect)
    buffer.draw(architectureList(width: rows[0].width), in: rows[0], context)
    var text = network.architecture.explanation
    if let accuracy = network.architecture.publishedAccuracy {
      text += "\n\nThe article: \(Figures.percent(accuracy)) % on CIFAR-10."
    }
    buffer.draw(Paragraph(text, style: Style(.muted)), in: rows[1].inset(columns: 1), context)
  }

  /// The list of networks, and what is said of the one under the cursor.
  private func architectureRows(_ rect: Rect) -> [Rect] {
    let inner = rect.inset(columns: 1, rows: 1)
    let list = min(network.architectures.count + 1, max(inner.height - Self.explanationRows, 1))
    return inner.rows([.fixed(list), .rest])
  }

  private func architectureList(width: Int) -> ItemList {
    let names = network.architectures.map(\.name)
    let items = names.enumerated().map { index, name in
      // Of two that share a name, what they are tells which is which.
      let isAlone = names.filter { $0 == name }.count == 1
      let digest = isAlone ? nil : network.architectures[index].text?.layersDigest
      let count = digest ?? Figures.compact(network.totals[index])
      let gap = width - 3 - TextWidth.of(name) - TextWidth.of(count)
      return [Span(name + String(repeating: " ", count: max(1, gap))), Span(count, Style(.muted))]
    }
    return ItemList(items, selection: network.selected, focused: network.part == .architectures)
  }

  /// The number of the network at a place of the screen.
  func architecture(atX x: Int, y: Int) -> Int? {
    guard let rect = network.layout.architectures else { return nil }
    let rows = architectureRows(rect)
    return architectureList(width: rows[0].width).item(atX: x, y: y, in: rows[0])
  }

  /// The number of the width at a place of the screen.
  func width(atX x: Int, y: Int) -> Int? {
    guard let inner = network.layout.widths?.inset(columns: 2, rows: 1), y == inner.y else { return nil }
    var start = inner.x
    for (index, width) in network.editor.widths.enumerated() {
      let end = start + TextWidth.of(shown(width, at: index))
      if (start..<end).contains(x) { return index }
      start = end + TextWidth.of(Self.separator)
    }
    return nil
  }

  private static let separator = " · "

  private func shown(_ width: Int, at index: Int) -> String {
    index == network.editor.cursor ? "[\(width)]" : "\(width)"
  }

  func drawWidths(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let editor = network.editor
    let note =
      editor.isEdited
      ? "edited · \(state.keyName(.save)) saves it"
      : !editor.isDefault ? "changed" : network.architecture.publishedAccuracy == nil ? "its own" : "the article's"
    let inner = buffer.frame(
      rect, title: "\(network.architecture.name): widths", note: note, focused: network.part == .widths
    ).inset(columns: 1)
    if let edit = state.edit(of: WidthField.list) {
      let field = TextField("list", input: edit.line, editing: true, focused: true, error: edit.error?.reason ?? "")
      buffer.draw(field, in: inner, context)
      return
    }
    var x = inner.x
    for (index, width) in editor.widths.enumerated() {
      if index > 0 { x += buffer.write(Self.separator, x: x, y: inner.y, style: Style(.muted), width: inner.maxX - x) }
      x = drawWidth(width, at: index, x: x, into: &buffer, in: inner, context)
    }
    let under = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: 1)
    if editor.widths.isEmpty {
      buffer.write(
        "none: + adds one, called w1 in the layers", x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
    }
    if let edit = state.edit(of: NetworkNameField.self) {
      let field = TextField(
        "save as", input: edit.line, editing: true, focused: true, error: edit.error?.reason ?? "")
      buffer.draw(field, in: under, context)
    } else if let error = state.edit(of: WidthField.one)?.error {
      buffer.write("! \(error.reason)", x: under.x, y: under.y, style: Style(.error), width: under.width)
    } else if let problem = network.outline.problem, problem.line == nil {
      buffer.write("! \(problem.text)", x: under.x, y: under.y, style: Style(.error), width: under.width)
    } else if let fixed = network.outline.fixed[editor.cursor] {
      buffer.write("\(fixed) follows from the data", x: under.x, y: under.y, style: Style(.muted), width: under.width)
    }
  }

  /// One width: in brackets under the cursor, marked if at fault, as a field while it is edited.
  private func drawWidth(
    _ width: Int, at index: Int, x: Int, into buffer: inout Buffer, in inner: Rect, _ context: RenderContext
  ) -> Int {
    let isCurrent = index == network.editor.cursor
    if isCurrent, let edit = state.edit(of: WidthField.one) {
      let room = max(TextWidth.of(edit.line.text) + 2, 6)
      let field = TextField(input: edit.line, editing: true)
      buffer.draw(field, in: Rect(x: x, y: inner.y, width: min(room, inner.maxX - x), height: 1), context)
      return x + room
    }
    let isBlamed = network.outline.problem?.width == index
    let role: Role = isBlamed ? .error : network.outline.fixed[index] != nil ? .muted : .text
    let text = shown(width, at: index)
    let style = isCurrent && network.part == .widths ? Style.selection : Style(role, isCurrent ? .bold : [])
    return x + buffer.write(text, x: x, y: inner.y, style: style, width: inner.maxX - x)
  }
}
