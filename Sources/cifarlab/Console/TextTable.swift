import Files

/// A table as lines of text: columns as wide as their widest cell, numbers to the right.
struct TextTable {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// A table with these heads; every row has as many cells.
  init(_ columns: [(head: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.head)]
  }

  /// Adds a row below the others.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == alignments.count, "a row has one cell for each column")
    rows.append(cells.map(\.printable))
  }

  /// The width of every column: that of its widest cell.
  private var widths: [Int] {
    alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  /// All lines, without spaces at their ends.
  var lines: [String] {
    let widths = widths
    return rows.map { Self.line($0, widths, alignments) }
  }

  /// All lines, each with its line end.
  var text: String { lines.map { $0 + "\n" }.joined() }

  private static func line(_ cells: [String], _ widths: [Int], _ alignments: [Alignment]) -> String {
    let padded = zip(cells, zip(widths, alignments)).map { cell, column in
      let space = String(repeating: " ", count: max(0, column.0 - cell.count))
      return column.1 == .left ? cell + space : space + cell
    }
    return padded.joined(separator: "  ").trimmingEnd
  }
}
