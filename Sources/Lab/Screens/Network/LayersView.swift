import Listing
import Networks
import Screen

/// The table of layers, which is the network's text.
struct LayersView: Widget {
  /// Rows besides those of the lines: frame, heading, sum.
  static let extraRows = 4
  /// Rows of what is said of the line under the cursor.
  static let hintRows = 2

  let state: LabState
  private var network: NetworkState { state.network }
  private var isFocused: Bool { network.part == .layers }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "layers", note: note, focused: isFocused).inset(columns: 1)
    let parts = parts(of: inner)
    let table = LayerTable(network.outline, measured, width: inner.width)
    let places = table.places(in: inner)
    for (index, (title, place)) in zip(table.titles, places).enumerated() {
      let align: Alignment = Self.isNumber(index, table) ? .right : .left
      buffer.write(title, x: place.x, y: inner.y, style: Style(.muted, .underline), width: place.width, align: align)
    }
    let sum = min(parts[1].y + table.rows.count, parts[2].y)
    for (index, (cell, place)) in zip(table.totals, places).enumerated() {
      let align: Alignment = Self.isNumber(index, table) ? .right : .left
      buffer.write(cell.text, x: place.x, y: sum, style: cell.style, width: place.width, align: align)
    }
    drawRows(table, places, into: &buffer, in: parts[1], context)
    if table.rows.isEmpty, let problem = network.outline.problem, parts[1].height > 1 {
      let below = Rect(x: inner.x, y: sum + 1, width: inner.width, height: parts[1].height - 1)
      buffer.draw(Paragraph("! \(problem.text)", style: Style(.error)), in: below, context)
    }
    if isFocused { drawHint(into: &buffer, in: parts[3], context) }
  }

  /// The headings, the lines, the sum, and what is said of the line under the cursor.
  private func parts(of inner: Rect) -> [Rect] {
    inner.rows([.fixed(1), .rest, .fixed(1), .fixed(isFocused ? Self.hintRows : 0)])
  }

  /// The index of the line at a place of the screen.
  func line(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let inner = rect.inset(columns: 2, rows: 1)
    let body = parts(of: inner)[1]
    let table = LayerTable(network.outline, measured, width: inner.width)
    guard body.contains(x: x, y: y) else { return nil }
    let row = top(of: table, visible: body.height) + y - body.y
    return table.rows.indices.contains(row) ? table.rows[row].line : nil
  }

  /// The first row that is visible.
  private func top(of table: LayerTable, visible: Int) -> Int {
    guard let chosen = chosen(in: table) else { return min(network.layerScroll, max(0, table.rows.count - visible)) }
    return Scroll.top(selection: chosen.lowerBound, count: table.rows.count, visible: visible)
  }

  /// The rows of the line under the cursor, or of the one that is typed.
  private func chosen(in table: LayerTable) -> Range<Int>? {
    let edited = state.edit(of: LayerLineField.self)?.field(as: LayerLineField.self)?.index
    return isFocused ? table.rows(of: edited ?? network.cursor.line) : nil
  }

  /// Figures stand at the right of their columns; outputs and bars at the left.
  private static func isNumber(_ column: Int, _ table: LayerTable) -> Bool {
    column > 1 && !["share", ""].contains(table.titles[column])
  }

  private var marked: Range<Int> {
    guard isFocused, network.cursor.anchor != nil else { return 0..<0 }
    return network.cursor.range(in: LayerLines(network.editor.shown.lines))
  }

  private func drawRows(
    _ table: LayerTable, _ places: [Rect], into buffer: inout Buffer, in rect: Rect, _ context: RenderContext
  ) {
    let edit = state.edit(of: LayerLineField.self)
    let chosen = chosen(in: table)
    let top = top(of: table, visible: rect.height)
    let marked = marked
    for (offset, row) in table.rows.dropFirst(top).prefix(rect.height).enumerated() {
      let y = rect.y + offset
      let index = top + offset
      let width = row.isError || row.cells.isEmpty ? rect.maxX - places[0].x : places[0].width
      if let edit, index == chosen?.lowerBound {
        buffer.draw(
          TextField(input: edit.line, editing: true), in: Rect(x: places[0].x, y: y, width: width, height: 1), context)
      } else {
        buffer.write(row.text, x: places[0].x, y: y, width: width)
      }
      for (column, (cell, place)) in zip(row.cells, places.dropFirst()).enumerated() {
        let align: Alignment = Self.isNumber(column + 1, table) ? .right : .left
        buffer.write(cell.text, x: place.x, y: y, style: cell.style, width: place.width, align: align)
      }
      if marked.contains(row.line) { buffer.write("●", x: rect.x + 1, y: y, style: Style(.accent), width: 1) }
      if edit == nil, chosen?.contains(index) == true, !row.isError {
        buffer.select(Rect(x: rect.x, y: y, width: rect.width, height: 1), focused: true)
      }
    }
    buffer.scrollBar(right: rect.maxX, y: rect.y, height: rect.height, top: top, count: table.rows.count)
  }

  private func drawHint(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    if let error = state.edit(of: LayerLineField.self)?.error {
      buffer.draw(Paragraph("! \(error.reason)", style: Style(.error)), in: rect, context)
    } else {
      buffer.draw(Paragraph(hint, style: Style(.muted)), in: rect, context)
    }
  }

  /// What can be typed, or how the line under the cursor is written.
  private var hint: String {
    if let edit = state.edit(of: LayerLineField.self) {
      if !network.offered.isEmpty { return network.offered.joined(separator: "  ") }
      let usage = Self.usage(edit.line.text) ?? "kinds: \(WrittenKinds.words.joined(separator: ", "))"
      return network.hasExplainedLines ? usage : state.lineExplanation
    }
    let lines = network.editor.shown.lines
    guard lines.indices.contains(network.cursor.line) else { return "" }
    return Self.usage(lines[network.cursor.line]) ?? ""
  }

  private static func usage(_ line: String) -> String? {
    let words = line.split(separator: " ").prefix(2).map(String.init)
    return words.first(where: WrittenKinds.words.contains).flatMap(WrittenKinds.usage)
  }

  private var measured: NetworkState.Measurement? { state.measuredNetwork }

  /// Memory of a step, and measured seconds of an epoch.
  private var note: String {
    let recipe = state.recipe
    let sized =
      recipe.training.sizes == nil ? nil : try? recipe.memory(image: network.image, classes: network.classes)
    let bytes = (sized ?? network.outline.memory).bytes(recipe.training)
    let memory = "\(Figures.bytes(bytes)) in training"
    if state.isMeasuring { return "\(memory) · measuring …" }
    guard let measured, let set = state.data.set else {
      return "\(memory) · \(state.keyName(.measure)) measures the time"
    }
    let images = state.form.subset.map { min($0, set.train.count) } ?? set.train.count
    let seconds = measured.secondsPerStep * Double(recipe.training.batches(of: images))
    return "\(memory) · \(Figures.trainedPerEpoch(seconds))"
  }
}

extension LabState {
  /// The measurement, if it is of the current network.
  var measuredNetwork: NetworkState.Measurement? {
    let recipe = recipe
    return network.measured(as: recipe.networkLabel, batchSize: recipe.batchSize)
  }
}
