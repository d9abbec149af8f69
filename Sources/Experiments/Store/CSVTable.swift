import Files

/// A line of one of the tables that a run keeps.
protocol CSVRow: Sendable {
  /// The name of the table's file.
  static var file: String { get }
  /// The table's first line.
  static var header: String { get }
  /// nil: these are not the fields of such a row.
  init?(csv fields: [Substring])
  /// The line, with its end.
  var csv: String { get }
  /// The step or the epoch that it tells of.
  var place: Int { get }
}

extension CSVRow {
  /// A number of steps or epochs; nil: no run has that many.
  static func count(_ field: Substring, in range: ClosedRange<Int>) -> Int? {
    Int(field).flatMap { range.contains($0) ? $0 : nil }
  }
}

/// A table as it was read: the rows as far as they can be, and why there are no more, where that has a reason.
struct CSVTable<Row: CSVRow> {
  /// The most steps that may be missing between two rows: a curve keeps a place for each.
  private static var longestGap: Int { 1_000_000 }

  private(set) var rows: [Row] = []
  private(set) var flaw: String?

  /// Reads a table; a run under way may end in half a row, which is left out.
  init(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix(Row.header) else {
      flaw = "its first line is not '\(Row.header.dropLast())'; the table is left out"
      return
    }
    for line in text.dropFirst(Row.header.count).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      guard let row = Row(csv: line.split(separator: ",", omittingEmptySubsequences: false)), follows(row) else {
        flaw = "line \(rows.count + 2) is none that a run writes there; the rows from there on are left out"
        return
      }
      rows.append(row)
    }
  }

  private func follows(_ row: Row) -> Bool {
    let last = rows.last?.place ?? 0
    return (last...last + Self.longestGap).contains(row.place)
  }

  /// How many of the first bytes are whole rows behind a header.
  static func wholeLength(_ bytes: [UInt8]) -> Int {
    guard bytes.starts(with: Row.header.utf8) else { return 0 }
    return (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }
}

extension RunListing {
  /// The epochs so far.
  package func epochs() -> [EpochRow] { rows() }
  /// The steps so far.
  package func steps() -> [StepRow] { rows() }
  /// What each layer did, epoch by epoch.
  package func layers() -> [LayerRow] { rows() }

  /// What of the run's tables cannot be read.
  package func flaws() -> [FileProblem] {
    [flaw(of: EpochRow.self), flaw(of: StepRow.self), flaw(of: LayerRow.self)].compactMap(\.self)
  }

  private func rows<Row: CSVRow>() -> [Row] { (try? table(of: Row.self))?.rows ?? [] }

  private func flaw<Row: CSVRow>(of type: Row.Type) -> FileProblem? {
    do throws(FileProblem) {
      return try table(of: type).flaw.map { FileProblem(path: folder + "/" + Row.file, reason: $0) }
    } catch {
      return error
    }
  }

  private func table<Row: CSVRow>(of type: Row.Type) throws(FileProblem) -> CSVTable<Row> {
    let path = folder + "/" + Row.file
    return CSVTable(FileKind(of: path) == nil ? [] : try FileAccess.read(path, limit: 1_000_000_000))
  }
}

/// Numbers as they read back to the same bits, here and in other programs: every NaN is `nan`.
func csvNumbers(_ values: Double...) -> String {
  values.map { $0.isNaN ? "nan" : "\($0)" }.joined(separator: ",")
}
