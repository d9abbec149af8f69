/// Rows under headings, with a selection and marks.
package struct Table: Widget, Equatable, Sendable {
  package struct Column: Equatable, Sendable {
    package var title: String
    package var width: Length
    package var alignment: Alignment

    package init(_ title: String, width: Length = .rest, align: Alignment = .left) {
      self.title = title
      self.width = width
      alignment = align
    }
  }

  package struct Sort: Equatable, Sendable {
    package var column: Int
    package var ascending: Bool

    package init(column: Int, ascending: Bool) {
      self.column = column
      self.ascending = ascending
    }
  }

  package var columns: [Column]
  package var rows: [[Span]]
  package var selection: Int?
  /// Rows with a mark at their left.
  package var marks: [Int: Span]
  package var sort: Sort?
  /// Whether the keys act on it: only then is the selection a bar.
  package var focused: Bool
  /// The first visible row; nil follows the selection.
  package var top: Int?

  package init(
    columns: [Column], rows: [[Span]], selection: Int? = nil, marks: [Int: Span] = [:], sort: Sort? = nil,
    focused: Bool = true, top: Int? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.selection = selection
    self.marks = marks
    self.sort = sort
    self.focused = focused
    self.top = top
  }

  /// The headings.
  private func places(in rect: Rect) -> [Rect] {
    let gutter = selection != nil || !marks.isEmpty ? 2 : 0
    return Rect(x: rect.x + gutter, y: rect.y, width: rect.width - gutter, height: 1)
      .columns(columns.map(\.width), spacing: 1)
  }

  private func first(visible: Int) -> Int {
    max(0, top ?? selection.map { Scroll.top(selection: $0, count: rows.count, visible: visible) } ?? 0)
  }

  /// The column whose heading is at a place of the screen.
  package func column(atX x: Int, y: Int, in rect: Rect) -> Int? {
    y == rect.y ? places(in: rect).firstIndex { $0.contains(x: x, y: y) } : nil
  }

  /// The row at a place of the screen.
  package func row(atX x: Int, y: Int, in rect: Rect) -> Int? {
    guard rect.contains(x: x, y: y), y > rect.y else { return nil }
    let row = first(visible: rect.height - 1) + y - rect.y - 1
    return rows.indices.contains(row) ? row : nil
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let places = places(in: rect)
    for (index, (column, place)) in zip(columns, places).enumerated() {
      let isSorted = sort?.column == index
      let title = isSorted ? "\(column.title) \(sort?.ascending == true ? "▲" : "▼")" : column.title
      buffer.write(
        title, x: place.x, y: rect.y, style: Style(isSorted ? .accent : .muted, .underline), width: place.width,
        align: column.alignment)
    }
    let visible = rect.height - 1
    guard visible > 0 else { return }
    let first = first(visible: visible)
    for (offset, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      let index = first + offset
      let y = rect.y + 1 + offset
      for (cell, (column, place)) in zip(row, zip(columns, places)) {
        buffer.write(cell.text, x: place.x, y: y, style: cell.style, width: place.width, align: column.alignment)
      }
      if let mark = marks[index] {
        buffer.write(mark.text, x: rect.x, y: y, style: mark.style, width: 1)
        if index == selection { buffer.put("▸", x: rect.x + 1, y: y, style: Style(.focus)) }
      }
      if index == selection { buffer.select(Rect(x: rect.x, y: y, width: rect.width, height: 1), focused: focused) }
    }
    buffer.scrollBar(right: rect.maxX, y: rect.y + 1, height: visible, top: first, count: rows.count)
  }
}

extension Buffer {
  /// Shows a row as selected: a bar where the keys act, else an arrow at its left.
  package mutating func select(_ row: Rect, focused: Bool) {
    if self[row.x, row.y].glyph == .space { put("▸", x: row.x, y: row.y, style: Style(.focus)) }
    if focused {
      restyle(row, .selection)
    }
  }
}
