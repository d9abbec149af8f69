/// Where the parts of a heat table stand: all cells where they fit, else those around the selection.
package struct HeatTableLayout: Equatable, Sendable {
  /// Lines of the columns' names.
  private static let mostLines = 3
  /// Wider cells would lie too far apart.
  private static let widestCell = 12

  let area: Rect
  /// Columns of the rows' names.
  let labels: Int
  let cellWidth: Int
  /// Lines of the columns' names above the grid.
  let header: Int
  /// Where the visible cells are.
  package let grid: Rect
  package let columns: Range<Int>
  package let rows: Range<Int>
  let edgeWidth: Int
  let hasFoot: Bool
  /// The column of the figures at the right.
  var edge: Int { grid.maxX + 1 }

  /// nil: there is not even room for a cell.
  package init?(_ table: HeatTable, in rect: Rect) {
    let count = table.columnLabels.count
    let longest = table.rowLabels.map { TextWidth.of($0) }.max() ?? 0
    let names = min(max(longest, table.columnEdge.map { TextWidth.of($0.title) } ?? 0), max(3, rect.width / 3))
    let figures = table.rowEdge.map { edge in ([edge.title] + edge.texts).map { TextWidth.of($0) }.max() ?? 0 } ?? 0
    let needed = (table.texts.joined().map { TextWidth.of($0) }.max() ?? 1) + 2
    let room = rect.width - names - 1 - (figures > 0 ? figures + 1 : 0)
    guard count > 0, rect.height > 1, room >= needed else { return nil }
    let header = (table.columnLabels.map { TextWidth.of($0) }.max() ?? 0) + 1
    let fits = room / count >= needed
    let wanted = min(max(needed, header), Self.widestCell)
    let width = fits ? min(room / count, wanted) : needed + 1
    let visibleColumns = min(count, max(1, room / width))
    // Names that need several lines get them where the rows leave some.
    let foot = table.columnEdge != nil && rect.height > 4
    let spare = rect.height - 1 - (foot ? 1 : 0)
    let lines = table.columnLabels.map { HeadingLines($0, width: width - 1).count }.max() ?? 1
    let roomy = max(1, spare - min(table.rowLabels.count, spare * 3 / 4) + 1)
    self.header = min(lines, roomy)
    let visibleRows = min(table.rowLabels.count, rect.height - self.header - (foot ? 1 : 0))
    guard visibleRows > 0 else { return nil }
    let left = Scroll.top(selection: table.selection?.column ?? 0, count: count, visible: visibleColumns)
    let top = Scroll.top(selection: table.selection?.row ?? 0, count: table.rowLabels.count, visible: visibleRows)
    area = rect
    labels = names
    cellWidth = width
    columns = left..<left + visibleColumns
    rows = top..<top + visibleRows
    edgeWidth = figures
    hasFoot = foot
    grid = Rect(
      x: rect.x + names + 1, y: rect.y + self.header, width: visibleColumns * width, height: visibleRows)
  }

  /// Rows that all of it takes at a width: names, cells and the figures beneath.
  package static func height(_ table: HeatTable, width: Int) -> Int {
    let endless = Rect(x: 0, y: 0, width: width, height: 4 * (table.rowLabels.count + mostLines + 2))
    guard let layout = HeatTableLayout(table, in: endless) else { return table.rowLabels.count + 1 }
    return layout.header + table.rowLabels.count + (layout.hasFoot ? 1 : 0)
  }

  /// The cell at a place of the screen.
  package func cell(atX x: Int, y: Int) -> HeatTable.Place? {
    guard grid.contains(x: x, y: y) else { return nil }
    return HeatTable.Place(
      row: rows.lowerBound + y - grid.y, column: columns.lowerBound + (x - grid.x) / cellWidth)
  }

  func x(ofColumn column: Int) -> Int { grid.x + (column - columns.lowerBound) * cellWidth }
  func y(ofRow row: Int) -> Int { grid.y + row - rows.lowerBound }
  func cell(_ row: Int, _ column: Int) -> Rect {
    Rect(x: x(ofColumn: column), y: y(ofRow: row), width: cellWidth, height: 1)
  }
}
