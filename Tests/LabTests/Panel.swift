/// A framed part of a screen as text, found by its corners.
struct Panel {
  let title: String
  /// Between the frame's lines.
  let rows: [String]

  /// All of a screen.
  static func all(in screen: String) -> [Panel] {
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var panels: [Panel] = []
    for (y, line) in lines.enumerated() {
      for x in line.indices where "┌┏".contains(line[x]) {
        guard let right = line[(x + 1)...].firstIndex(where: { "┐┓".contains($0) }),
          let bottom = lines.indices.dropFirst(y + 1).first(where: { row in
            x < lines[row].count && "└┗".contains(lines[row][x])
          })
        else { continue }
        let rows = lines[y + 1..<bottom].map { String($0.dropFirst(x + 1).prefix(right - x - 1)) }
        panels.append(Panel(title: String(line[x...right]), rows: rows))
      }
    }
    return panels
  }

  /// Whether curves are drawn in it, which are no columns.
  var isPlot: Bool {
    rows.contains { $0.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) || $0 == "┈" } }
  }

  /// Rows that end in words cut off, while others are empty.
  var needlesslyCut: [String] {
    guard rows.contains(where: \.isBlank) else { return [] }
    return rows.filter { $0.contains(/\S…/) }
  }

  /// Widths of what separates the columns of its tables, up to a scroll bar: columns of the screen that are empty in all rows of a block,
  /// between others that are not.
  var gaps: [Int] {
    rows.split(whereSeparator: \.isBlank).filter { $0.count > 1 }.flatMap { block -> [Int] in
      let cells = block.map(Array.init)
      let isUsed = (0..<(cells.map(\.count).max() ?? 0)).map { column in
        cells.contains { column < $0.count && !" ▐".contains($0[column]) }
      }
      guard let first = isUsed.firstIndex(of: true), let last = isUsed.lastIndex(of: true) else { return [] }
      return isUsed[first...last].split(separator: true).map(\.count)
    }
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy { $0 == " " } }
}
