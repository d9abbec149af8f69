import Files

/// A table in plain text: columns as wide as their widest cell, numbers right-aligned.
struct TextTable {
  enum Side { case left, right }

  private let sides: [Side]
  private var rows: [[String]]

  /// Each row has as many cells as there are columns.
  init(_ columns: [(head: String, side: Side)]) {
    sides = columns.map(\.side)
    rows = [columns.map(\.head)]
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == sides.count, "a row has one cell for each column")
    rows.append(cells.map(\.printable))
  }

  private var widths: [Int] {
    sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  /// Without trailing spaces.
  var lines: [String] {
    let widths = widths
    return rows.map { Self.line($0, widths, sides) }
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private static func line(_ cells: [String], _ widths: [Int], _ sides: [Side]) -> String {
    let padded = zip(cells, zip(widths, sides)).map { cell, column in
      let space = String(repeating: " ", count: max(0, column.0 - cell.count))
      return column.1 == .left ? cell + space : space + cell
    }
    return padded.joined(separator: "  ").trimmingEnd
  }
}
