import Experiments
import Listing
import Screen

/// Which runs are marked, and the place of each among the colours and glyphs of the curves, which it keeps.
struct RunMarks: Equatable, Sendable {
  /// Their twins in ASCII differ, too.
  private static let glyphs: [Unicode.Scalar] =
    ["●", "◆", "▲", "■", "▼", "×"] + "abcdefghijklmnopqrstuvwxyz".unicodeScalars

  /// In the order in which they were marked.
  private(set) var ids: [String] = []
  private var places: [String: Int] = [:]

  func contains(_ id: String) -> Bool { places[id] != nil }
  func place(of id: String) -> Int? { places[id] }

  mutating func insert(_ id: String) {
    guard places[id] == nil else { return }
    let taken = Set(places.values)
    places[id] = (0...taken.count).first { !taken.contains($0) }
    ids.append(id)
  }

  mutating func remove(_ id: String) {
    places[id] = nil
    ids.removeAll { $0 == id }
  }

  mutating func removeAll() { self = RunMarks() }

  /// Only those that are still there.
  mutating func keep(_ present: Set<String>) { for id in ids where !present.contains(id) { remove(id) } }

  /// The sign of a place, beside a run and on its curve.
  static func glyph(_ place: Int) -> Unicode.Scalar { glyphs[place % glyphs.count] }
  static func style(_ place: Int) -> Style { Style(.series(place), .bold) }
}

extension RunsState {
  /// Marks the run or the group, or takes its marks away.
  mutating func toggleMark() {
    guard let row = selected else { return }
    let ids = row.members.filter { $0.document != nil }.map(\.name)
    if ids.allSatisfy(marks.contains) {
      for id in ids { marks.remove(id) }
    } else {
      for id in ids { marks.insert(id) }
    }
  }

  /// The sign of a row, if any run of it is marked.
  func mark(of row: RunRow) -> Span? {
    row.members.lazy.compactMap { marks.place(of: $0.name) }.first.map {
      Span(String(RunMarks.glyph($0)), RunMarks.style($0))
    }
  }

  /// The marked runs, in the order in which they were marked.
  var markedRows: [RunRow] {
    let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return marks.ids.compactMap { byID[$0] }
  }

  /// The runs that are drawn over each other: those marked, and those under the cursor.
  var drawn: [RunRow] {
    let marked = markedRows
    guard let selected else { return marked }
    let members = Set(selected.members.map(\.name)).subtracting(marks.ids)
    return marked + rows.filter { members.contains($0.id) && $0.document != nil }
  }
}
