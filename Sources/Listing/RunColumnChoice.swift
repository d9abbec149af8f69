import Experiments

/// Which columns of a list of runs are shown, from the most to the least telling, and how wide each is.
package struct RunColumnChoice: Sendable, Equatable {
  /// A column in its place.
  package struct Placed: Sendable, Equatable {
    package let column: RunColumn
    package let width: Int
  }

  /// A wider text is cut.
  private static let widest = 40
  /// Behind a heading, for the sign of the order.
  private static let sign = 2

  /// By priority.
  package let columns: [RunColumn]
  /// Whether they were chosen by somebody: they then stand in that order, else in that of all columns.
  package let isChosen: Bool
  private let widths: [Int]

  /// Those that were chosen, or else those in which the runs differ, and some that are always worth seeing.
  package init(_ chosen: [RunColumn]?, for rows: [RunRow]) {
    isChosen = chosen != nil
    columns = chosen ?? Self.telling(rows)
    widths = columns.map { column in
      let cells = rows.reduce(0) { max($0, $1[column].width) }
      return min(max(cells, column.title.count + Self.sign), max(Self.widest, column.title.count + Self.sign))
    }
  }

  private static func telling(_ rows: [RunRow]) -> [RunColumn] {
    func differs(_ column: RunColumn) -> Bool {
      rows.dropFirst().contains { $0[column].text != rows[0][column].text }
    }
    func says(_ column: RunColumn) -> Bool { rows.contains { !$0[column].text.isEmpty } }
    let ranked = RunColumn.all.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
    let always = ranked.filter(\.isAlwaysTelling)
    let others = RunColumn.all.filter { $0.rank == nil && $0.kind == .setting && $0.key != "fit" }
    let differing = (ranked + others).filter { !always.contains($0) && differs($0) }
    let same = ranked.filter { !always.contains($0) && !differing.contains($0) && says($0) }
    return always + differing + same
  }

  /// Those that fit beside each other into so many cells, `gap` of them between two; of a date only `dateWidth`.
  package func fitting(_ width: Int, gap: Int = 1, dateWidth: Int) -> [Placed] {
    var left = width
    var placed: [Placed] = []
    for (column, size) in zip(columns, widths) {
      let size = column == .date ? min(size, dateWidth) : size
      let needed = size + (placed.isEmpty ? 0 : gap)
      guard needed <= left else { continue }
      left -= needed
      placed.append(Placed(column: column, width: size))
    }
    guard !isChosen else { return placed }
    return placed.sorted { RunColumn.places[$0.column.key] ?? 0 < RunColumn.places[$1.column.key] ?? 0 }
  }
}
