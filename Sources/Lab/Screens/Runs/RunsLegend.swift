import Experiments
import Listing
import Screen

/// Which curve is which run: its sign, and what sets it apart from the others.
struct RunsLegend {
  /// What follows from other settings, or says nothing to a reader.
  private static let silent = ["fit", "parameters", "images", "weight-decay"]

  private static let countWidth = 5

  private let entries: [[Span]]

  init(_ runs: RunsState) {
    let drawn = runs.drawn
    func differs(_ column: RunColumn) -> Bool { Set(drawn.map { $0[column].text }).count > 1 }
    // Other networks have other widths.
    let silent = Self.silent + (differs(.network) ? ["widths"] : [])
    let columns = RunColumn.all.filter { column in
      (column == .network || column.kind == .setting && !silent.contains(column.key)) && differs(column)
    }
    let texts = drawn.toldApart { Self.text($0, columns, among: drawn.count) }
    entries = zip(drawn, texts).map { row, text in
      let (glyph, style) = Self.sign(of: row, runs)
      return [Span("\(glyph) ", style), Span(text + "   ")]
    }
  }

  private static func text(_ row: RunRow, _ columns: [RunColumn], among count: Int) -> String {
    let differing = columns.map { column in
      let text = row[column].text.isEmpty ? Figures.missing : row[column].text
      return column == .network ? text : "\(column.title) \(text)"
    }
    if let name = row.label.name { return ([name] + differing).joined(separator: " ") }
    if !differing.isEmpty { return differing.joined(separator: " ") }
    return count == 1 ? row.shortName : row[.date].text
  }

  /// The sign and the colour of a run's curve, and of its mark.
  static func sign(of row: RunRow, _ runs: RunsState) -> (Unicode.Scalar, Style) {
    runs.marks.place(of: row.id).map { (RunMarks.glyph($0), RunMarks.style($0)) } ?? ("▸", .text)
  }

  /// The entries in lines of a width, whole ones next to each other; what has no room is counted.
  func lines(width: Int, most: Int) -> [[Span]] {
    var lines: [[Span]] = []
    var used = 0
    for (index, entry) in entries.enumerated() {
      let length = entry.reduce(0) { $0 + TextWidth.of($1.text) }
      // The last line has room for the count of what is left.
      if lines.isEmpty || used + length > width - (lines.count == most ? Self.countWidth : 0) {
        guard lines.count < most else {
          let more = Span("+\(entries.count - index)", Style(.muted))
          lines[most - 1].append(more)
          break
        }
        lines.append([])
        used = 0
      }
      lines[lines.count - 1] += entry
      used += length
    }
    return lines
  }
}
