extension PlotFrame {
  /// How far above its place a mark may stand so that it is legible beside others.
  private static let highestStack = 4

  /// Where a mark stands: its sign, and the columns of its label where there is room for it.
  private struct Place {
    let row: Int
    let sign: Int
    var label: Range<Int>?

    var columns: [Range<Int>] { [sign..<sign + 1] + (label.map { [$0] } ?? []) }
  }

  /// Draws signs, and labels at their right, else at their left. Where another mark stands already, it goes above it.
  func drawMarks(of plot: LinePlot, into buffer: inout Buffer) {
    var taken: [Int: [Range<Int>]] = [:]
    for mark in plot.marks {
      let label = unicode ? mark.label : " \(mark.label) "
      guard let place = place(of: mark, length: TextWidth.of(label), beside: taken) else { continue }
      buffer.put(mark.y == nil ? "▲" : "▼", x: place.sign, y: place.row, style: Style(.mark))
      if let columns = place.label {
        buffer.write(label, x: columns.lowerBound, y: place.row, style: Style(.mark), width: columns.count)
      }
      taken[place.row, default: []] += place.columns
    }
  }

  /// The nearest free place with room for the label, else the nearest one without; nil where there is none.
  private func place(of mark: LinePlot.Mark, length: Int, beside taken: [Int: [Range<Int>]]) -> Place? {
    guard let column = column(mark.x) else { return nil }
    let lowest = mark.y.flatMap { row($0) }.map { max(area.y, $0 - 1) } ?? area.maxY - 1
    let rows = (max(area.y, lowest - Self.highestStack)...lowest).reversed().filter { row in
      !taken[row, default: []].contains { $0.contains(column) }
    }
    for row in rows where length > 0 {
      let label = [column + 1, column - length].map { $0..<$0 + length }.first { columns in
        columns.lowerBound >= area.x && columns.upperBound <= area.maxX
          && !taken[row, default: []].contains { $0.overlaps(columns) }
      }
      if let label { return Place(row: row, sign: column, label: label) }
    }
    return rows.first.map { Place(row: $0, sign: column, label: nil) }
  }
}
