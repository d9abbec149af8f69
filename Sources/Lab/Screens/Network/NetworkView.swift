import Kernels
import Screen

/// The parts of the Network screen.
struct NetworkView {
  let state: LabState
  private var network: NetworkState { state.network }

  func drawArchitectures(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let isFocused = network.part == .architectures
    let inner = buffer.frame(rect, title: "architecture", focused: isFocused)
    let rows = inner.rows([.fixed(network.architectures.count + 1), .rest])
    let items = network.architectures.enumerated().map { index, architecture in
      let count = Figures.compact(network.totals[index])
      let gap = inner.width - 3 - TextWidth.of(architecture.name) - TextWidth.of(count)
      return [Span(architecture.name + String(repeating: " ", count: max(1, gap))), Span(count, Style(.muted))]
    }
    buffer.draw(ItemList(items, selection: network.selected, focused: isFocused), in: rows[0], context)
    var text = network.architecture.explanation
    if let accuracy = network.architecture.publishedAccuracy {
      text += "\n\nThe article: \(Figures.percent(accuracy)) % on CIFAR-10."
    }
    buffer.draw(Paragraph(text, style: Style(.muted)), in: rows[1].inset(columns: 1), context)
  }

  func drawWidths(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let editor = network.editor
    let note = editor.isDefault ? "the article's" : "changed"
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
      if index > 0 { x += buffer.write(" · ", x: x, y: inner.y, style: Style(.muted), width: inner.maxX - x) }
      x = drawWidth(width, at: index, x: x, into: &buffer, in: inner, context)
    }
    let under = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: 1)
    if let error = state.edit(of: WidthField.one)?.error {
      buffer.write("! \(error.reason)", x: under.x, y: under.y, style: Style(.error), width: under.width)
    } else if let problem = network.outline.problem {
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
    let text = isCurrent ? "[\(width)]" : "\(width)"
    let style = isCurrent && network.part == .widths ? Style.selection : Style(role, isCurrent ? .bold : [])
    return x + buffer.write(text, x: x, y: inner.y, style: style, width: inner.maxX - x)
  }

  func drawLayers(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let outline = network.outline
    if network.showsDifference, let last = state.lastRecipe {
      let inner = buffer.frame(rect, title: "difference to the last run").inset(columns: 1)
      buffer.draw(DifferenceTable("last run", last, "now", state.recipe), in: inner, context)
      return
    }
    let inner = buffer.frame(rect, title: "layers", note: totalsNote).inset(columns: 1)
    let costs = LayerCosts(outline, measured, width: inner.width)
    var columns = [
      Table.Column("layer", width: .flexible(3)), Table.Column("kind", width: .flexible(4)),
      Table.Column("output", width: .fixed(10)), Table.Column("parameters", width: .fixed(10), align: .right),
    ]
    columns += costs.columns
    var rows = outline.rows.enumerated().map { index, row in
      [
        Span(row.name), Span(row.kind, Style(.muted)), Span(row.output.text), Span(Figures.grouped(row.parameters)),
      ] + costs.cells(of: index)
    }
    if let problem = outline.problem {
      rows.append([Span(problem.layer ?? "–", Style(.error)), Span("! \(problem.reason)", Style(.error))])
    }
    rows.append(
      [
        Span("total", Style(.title, .bold)), Span(""), Span(""),
        Span(Figures.grouped(outline.parameters), Style(.title, .bold)),
      ] + costs.totals)
    let top = min(network.layerScroll, network.layout.hiddenLayers)
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: top), in: inner, context)
    if let problem = outline.problem {
      let y = inner.y + rows.count - 1 - top
      guard y > inner.y, y < inner.maxY else { return }
      let text = "! \(problem.text)"
      buffer.fill(Rect(x: inner.x, y: y, width: inner.width, height: 1), style: Style(.text, on: .background))
      buffer.write(text, x: inner.x, y: y, style: Style(.error), width: inner.width)
    }
  }

  private var measured: NetworkState.Measurement? { network.measured(batchSize: state.form.batchSize) }

  /// Memory of a step, and measured seconds of an epoch.
  private var totalsNote: String {
    let recipe = state.recipe
    let bytes = network.outline.memory.bytes(batchSize: recipe.batchSize, optimizer: recipe.training.optimizer)
    let memory = "\(Figures.bytes(bytes)) in training"
    if state.isMeasuring { return "\(memory) · measuring …" }
    guard let measured, let set = state.data.set else {
      return "\(memory) · m measures the time"
    }
    let images = state.form.subset.map { min($0, set.train.count) } ?? set.train.count
    let seconds = measured.secondsPerStep * Double(recipe.training.batches(of: images))
    return "\(memory) · \(Figures.duration(seconds)) an epoch"
  }
}
