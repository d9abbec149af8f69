import Files

/// A table in plain text: columns as wide as their widest cell, numbers right-aligned.
struct TextTable {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// Each row has as many cells as there are columns.
  init(_ columns: [(head: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.head)]
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == alignments.count, "a row has one cell for each column")
    rows.append(cells.map(\.printable))
  }

  private var widths: [Int] {
    alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  /// Without trailing spaces.
  var lines: [String] {
    let widths = widths
    return rows.map { Self.line($0, widths, alignments) }
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private static func line(_ cells: [String], _ widths: [Int], _ alignments: [Alignment]) -> String {
    let padded = zip(cells, zip(widths, alignments)).map { cell, column in
      let space = String(repeating: " ", count: max(0, column.0 - cell.count))
      return column.1 == .left ? cell + space : space + cell
    }
    return padded.joined(separator: "  ").trimmingEnd
  }
}
