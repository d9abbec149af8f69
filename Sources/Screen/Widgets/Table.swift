/// Rows under headings, one of them selected, some of them marked.
package struct Table: Widget, Equatable, Sendable {
  /// A column.
  package struct Column: Equatable, Sendable {
    /// Its heading.
    package var title: String
    /// How wide it is.
    package var width: Length
    /// Where its text stands.
    package var alignment: Alignment

    /// A column with a heading.
    package init(_ title: String, width: Length = .rest, align: Alignment = .left) {
      self.title = title
      self.width = width
      alignment = align
    }
  }

  /// Which column the rows are sorted by.
  package struct Sort: Equatable, Sendable {
    /// The column's index.
    package var column: Int
    /// Whether the smallest comes first.
    package var ascending: Bool

    /// By a column.
    package init(column: Int, ascending: Bool) {
      self.column = column
      self.ascending = ascending
    }
  }

  /// From left to right.
  package var columns: [Column]
  /// Cells row by row.
  package var rows: [[Span]]
  /// The row that the keys act on.
  package var selection: Int?
  /// Rows with a mark at their left.
  package var marked: Set<Int>
  /// What they are sorted by.
  package var sort: Sort?
  /// Whether the keys act on it: only then the selection is a bar.
  package var focused: Bool
  /// The first visible row; nil follows the selection.
  package var top: Int?

  /// A table. Marks take a column of their own if there are any or `canMark` is true.
  package init(
    columns: [Column], rows: [[Span]], selection: Int? = nil, marked: Set<Int> = [], sort: Sort? = nil,
    focused: Bool = true, top: Int? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.selection = selection
    self.marked = marked
    self.sort = sort
    self.focused = focused
    self.top = top
  }

  /// Draws the headings and as many rows as there is room for.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let hasGutter = selection != nil || !marked.isEmpty
    let body = Rect(x: rect.x + (hasGutter ? 2 : 0), y: rect.y, width: rect.width - (hasGutter ? 2 : 0), height: 1)
    let places = body.columns(columns.map(\.width), spacing: 1)
    for (index, (column, place)) in zip(columns, places).enumerated() {
      let isSorted = sort?.column == index
      let title = isSorted ? "\(column.title) \(sort?.ascending == true ? "▲" : "▼")" : column.title
      buffer.write(
        title, x: place.x, y: rect.y, style: Style(isSorted ? .accent : .muted, .underline), width: place.width,
        align: column.alignment)
    }
    let visible = rect.height - 1
    guard visible > 0 else { return }
    let first = max(0, top ?? selection.map { Scroll.top(selection: $0, count: rows.count, visible: visible) } ?? 0)
    for (offset, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      let index = first + offset
      let y = rect.y + 1 + offset
      for (cell, (column, place)) in zip(row, zip(columns, places)) {
        buffer.write(cell.text, x: place.x, y: y, style: cell.style, width: place.width, align: column.alignment)
      }
      if marked.contains(index) { buffer.put("◆", x: rect.x, y: y, style: Style(.mark)) }
      if index == selection { buffer.select(Rect(x: rect.x, y: y, width: rect.width, height: 1), focused: focused) }
    }
    buffer.scrollBar(right: rect.maxX, y: rect.y + 1, height: visible, top: first, count: rows.count)
  }
}

extension Buffer {
  /// Shows a row as the selected one: a bar where the keys act, else only an arrow at its left.
  package mutating func select(_ row: Rect, focused: Bool) {
    if self[row.x, row.y].glyph == .space { put("▸", x: row.x, y: row.y, style: Style(.focus)) }
    if focused {
      restyle(row, .selection)
    }
  }
}
