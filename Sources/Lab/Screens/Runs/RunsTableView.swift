import Experiments
import Listing
import Screen

/// The store as a table: the filter above it, the run under the cursor in words beneath.
struct RunsTableView: Widget {
  let state: LabState
  private var runs: RunsState { state.runs }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: runs.isGrouped ? "runs, seeds together" : "runs", note: note,
      focused: runs.part == .table && !runs.layout.scrollsDifference && runs.picker == nil
    ).inset(columns: 1)
    drawLine(into: &buffer, Rect(x: inner.x, y: inner.y, width: inner.width, height: 1), context)
    let body = body(in: rect)
    guard !runs.shown.isEmpty else {
      let text =
        !runs.isListed
        ? "reading the store …"
        : runs.rows.isEmpty
          ? "no run yet: \(state.wayToTrain) trains one"
          : "no run fits the filter; \(state.keyName(.back)) shows all"
      buffer.write(text, x: body.x, y: body.y, style: Style(.muted), width: body.width)
      return
    }
    buffer.draw(table, in: body, context)
    guard let selected = runs.selected else { return }
    let words = words(selected)
    let lines = wordLines(width: inner.width).prefix(inner.maxY - body.maxY)
    guard lines.count > 1 else {
      buffer.write(words, x: inner.x, y: inner.maxY - 1, width: inner.width)
      return
    }
    for (index, line) in lines.enumerated() {
      buffer.write(line, x: inner.x, y: body.maxY + index, style: Style(.muted), width: inner.width)
    }
    if let name = words.first { buffer.write([name], x: inner.x, y: body.maxY, width: inner.width) }
  }

  /// What is said of the run under the cursor, in as many lines as that takes.
  private func wordLines(width: Int) -> [String] {
    runs.selected.map { Paragraph.wrap(words($0).map(\.text).joined(), width: width) } ?? []
  }

  /// The headings and the rows. What is said of a run takes further lines where the rows leave some.
  private func body(in rect: Rect) -> Rect {
    let inner = rect.inset(columns: 2, rows: 1)
    let top = typed != nil || !runs.filter.isEmpty ? 1 : 0
    let spare = max(0, inner.height - top - 2 - runs.shown.count)
    let words = min(max(wordLines(width: inner.width).count, 1), 1 + spare)
    return Rect(x: inner.x, y: inner.y + top, width: inner.width, height: inner.height - top - words)
  }

  /// The number of the run at a place of the screen.
  func row(atX x: Int, y: Int, in rect: Rect) -> Int? { table.row(atX: x, y: y, in: body(in: rect)) }

  /// The column whose heading is there.
  func column(atX x: Int, y: Int, in rect: Rect) -> RunColumn? {
    let table = table
    guard let index = table.column(atX: x, y: y, in: body(in: rect)) else { return nil }
    return runs.layout.columns.map(\.column).first { $0.title == table.columns[index].title }
  }

  private var note: String {
    let count = "\(runs.shown.reduce(0) { $0 + $1.members.count }) of \(runs.rows.count)"
    let marked = runs.marks.ids.isEmpty ? "" : "\(runs.marks.ids.count) marked · "
    let hidden = runs.layout.hiddenColumns
    return marked + count + (hidden > 0 ? " · \(hidden) chosen columns have no room" : "")
  }

  /// What is being typed of a run, and what it is to be.
  private var typed: (edit: FieldEdit, usage: String)? {
    state.edit(of: RunNameField.self).map { ($0, RunLabel.usage) }
      ?? state.edit(of: RunExportField.self).map { ($0, RunExportField.usage) }
  }

  /// The name that is being typed, or the filter while it holds.
  private func drawLine(into buffer: inout Buffer, _ rect: Rect, _ context: RenderContext) {
    if let (edit, usage) = typed {
      let field = TextField(
        usage + " ›", input: edit.line, editing: true, focused: true, error: edit.error?.reason ?? "")
      buffer.draw(field, in: rect, context)
      return
    }
    guard !runs.filter.isEmpty else { return }
    var spans = [Span("filter ", Style(.muted)), Span(runs.filter, Style(.accent, .bold)), Span("   ")]
    if let problem = runs.filterProblem {
      spans.append(Span("! \(problem)", Style(.error)))
    } else {
      let hidden = runs.hiddenRecent
      if let last = hidden.last {
        let more = hidden.count > 1 ? " and \(hidden.count - 1) more" : ""
        spans.append(Span("! hides \(last)\(more), which just ran · ", Style(.warning, .bold)))
      }
      spans.append(Span("\(state.keyName(.back)) shows all", Style(.muted)))
    }
    buffer.write(spans, x: rect.x, y: rect.y, width: rect.width)
  }

  /// The folder, and what has no column of its own as a rule.
  private func words(_ row: RunRow) -> [Span] {
    var spans = [Span(RunCell(row.id).text, Style(.accent))]
    if row.members.count > 1 { spans.append(Span(" is the newest of \(row.members.count)", Style(.muted))) }
    if case .damaged(let reason) = row.listing.content {
      spans.append(Span(" · damaged: \(RunCell(reason).text)", Style(.error)))
    }
    if row.status == .foreign { spans.append(Span(" · no run: it has no run.json", Style(.muted))) }
    if !row.label.isEmpty { spans.append(Span(" · \(row.label.line)")) }
    if let recipe = row.recipe {
      if let subset = recipe.subset {
        spans.append(Span(" · \(Figures.grouped(subset)) of its images", Style(.muted)))
      }
      if let widths = recipe.widths {
        let text = RunCell(widths.map(String.init).joined(separator: ",")).text
        spans.append(Span(" · widths \(text)", Style(.muted)))
      }
      let fits = recipe.fits.map(\.shortText).joined(separator: " ; ")
      spans.append(Span(" · fit \(RunCell(fits).text)", Style(.muted)))
    }
    return spans
  }

  private var table: Table {
    let layout = runs.layout
    let today = RunStore.dateText(state.clock.seconds + Double(state.clock.offset), timeZone: .gmt).prefix(10)
    var columns: [Table.Column] = []
    var rows = [[Span]](repeating: [], count: runs.shown.count)
    var sorted: Int?
    for placed in layout.columns {
      let column = placed.column
      if column == runs.column { sorted = columns.count }
      columns.append(
        Table.Column(column.title, width: .fixed(placed.width), align: column.isNumeric ? .right : .left))
      for index in rows.indices {
        let cell = runs.shown[index][column]
        let text =
          column == .date
          ? Self.date(cell.text, width: placed.width, today: today)
          : cell.text.isEmpty && column.isNumeric ? Figures.missing : cell.text
        rows[index].append(Span(text, Self.style(column, runs.shown[index])))
      }
      guard column == .accuracy, layout.bar > 0 else { continue }
      columns.append(Table.Column("", width: .fixed(layout.bar)))
      for index in rows.indices {
        let bar = runs.shown[index][column].number.map { BarText.whole($0 / 100, width: layout.bar) }
        rows[index].append(Span(bar ?? "", Style(.accuracy)))
      }
    }
    let marks = runs.shown.indices.compactMap { index in runs.mark(of: runs.shown[index]).map { (index, $0) } }
    return Table(
      columns: columns, rows: rows, selection: runs.selectedIndex,
      marks: Dictionary(uniqueKeysWithValues: marks),
      sort: sorted.map { Table.Sort(column: $0, ascending: runs.isAscending) }, focused: runs.part == .table)
  }

  /// As much of `2026-11-23 14:32:07` as has room: of a run of today its time, of another its day.
  static func date(_ text: String, width: Int, today: Substring) -> String {
    guard width < 16, text.count > 11 else { return String(text.prefix(width)) }
    return String(text.hasPrefix(today) ? text.dropFirst(11) : text.prefix(10).dropFirst(2))
  }

  private static func style(_ column: RunColumn, _ row: RunRow) -> Style {
    switch column {
    case .accuracy: Style(.accuracy, .bold)
    case .best: Style(.accuracy)
    case .loss: Style(.validLoss)
    case .rate: Style(.learningRate)
    case .network, .name, .tags: .text
    case .state: Style(row.isDamaged || row.status == .diverged ? .error : .muted)
    default: Style(column.kind == .setting ? .text : .muted)
    }
  }
}
