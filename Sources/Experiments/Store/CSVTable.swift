import Files

/// A row of one of a run's tables.
protocol CSVRow: Sendable {
  static var file: String { get }
  static var header: String { get }
  /// The first lines that a table of such rows may have.
  static var headers: [String] { get }
  /// nil: the fields are not those of a row.
  init?(csv fields: [Substring])
  /// With a line end.
  var csv: String { get }
  /// Its step or epoch.
  var place: Int { get }
}

extension CSVRow {
  static var headers: [String] { [header] }

  /// Parses a count; nil: out of range.
  static func count(_ field: Substring, in range: ClosedRange<Int>) -> Int? {
    Int(field).flatMap { range.contains($0) ? $0 : nil }
  }
}

/// The rows of a table up to the first that cannot be read, and why it cannot.
struct CSVTable<Row: CSVRow> {
  /// Steps that may be missing between two rows; a curve keeps a place for each.
  private static var longestGap: Int { 1_000_000 }

  private(set) var rows: [Row] = []
  private(set) var flaw: String?

  /// Reads a table. The incomplete last row of a run under way is left out.
  init(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let header = Row.headers.first(where: text.hasPrefix) else {
      flaw = "its first line is not '\(Row.header.dropLast())'; the table is left out"
      return
    }
    for line in text.dropFirst(header.count).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
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

  /// Length of the header and all complete rows, in bytes.
  static func wholeLength(_ bytes: [UInt8]) -> Int {
    guard Row.headers.contains(where: { bytes.starts(with: $0.utf8) }) else { return 0 }
    return (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }
}

extension RunListing {
  package func epochs() -> [EpochRow] { rows() }
  package func steps() -> [StepRow] { rows() }
  /// Figures of each layer, by epoch.
  package func layers() -> [LayerRow] { rows() }

  /// Tables that cannot be read, and why.
  package func flaws() -> [FileProblem] {
    [flaw(of: EpochRow.self), flaw(of: StepRow.self), flaw(of: LayerRow.self)].compactMap(\.self)
  }

  /// Why the table of epochs cannot be read to its end, where that has a reason.
  package var epochFlaw: FileProblem? { flaw(of: EpochRow.self) }

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

/// Comma-separated, each parsing back to the same bits; every NaN is `nan`.
func csvNumbers(_ values: Double...) -> String {
  values.map { $0.isNaN ? "nan" : "\($0)" }.joined(separator: ",")
}
