import Files

extension LabelOverlay {
  private static let header = ["digest", "split", "index", "file", "was", "label"]
  /// The largest file that is read.
  private static let limit = 64 << 20

  /// An overlay as it stands in a file, and the SHA-256 of that.
  package static func read(_ path: String) throws(FileProblem) -> (overlay: LabelOverlay, digest: String) {
    let bytes = try FileAccess.read(path, limit: limit)
    var hash = SHA256()
    hash.update(bytes.span.bytes)
    return (try LabelOverlay(bytes, path: path), hash.finish().hexadecimal)
  }

  /// The table of a file; `path` is for messages.
  init(_ bytes: [UInt8], path: String) throws(FileProblem) {
    var table = DelimitedText(bytes)
    func next() throws(FileProblem) -> (line: Int, cells: [String])? {
      do throws(DelimitedText.Problem) {
        return try table.next().map { ($0.line, $0.cells.map { String(decoding: $0, as: UTF8.self) }) }
      } catch {
        throw FileProblem(path: path, reason: "line \(error.line): \(error.reason)")
      }
    }
    guard try next()?.cells == Self.header else {
      throw FileProblem(
        path: path, reason: "is no table of labels: its first line is not '\(Self.header.joined(separator: ","))'",
        remedy: "T and D on the Inspect screen of the lab write one")
    }
    var entries: [Entry] = []
    var known: Set<ImagePlace> = []
    while let (line, row) = try next() {
      guard row.count == Self.header.count, row[0].count == 32, let digest = UInt128(row[0], radix: 16),
        let part = SplitRole(rawValue: row[1]), let index = Int(row[2]), index >= 0, !row[4].isEmpty
      else { throw FileProblem(path: path, reason: "line \(line) does not say which image and which class") }
      let place = ImagePlace(part: part, index: index)
      guard known.insert(place).inserted else {
        throw FileProblem(path: path, reason: "line \(line) speaks of an image that an earlier one speaks of")
      }
      entries.append(
        Entry(digest: digest, place: place, file: row[3], was: row[4], label: row[5].isEmpty ? nil : row[5]))
    }
    self.init(entries)
  }

  /// The table as a file has it.
  package var csv: String {
    let rows = entries.sorted { $0.place < $1.place }.map { entry in
      [
        entry.digest.hexadecimal, entry.place.part.rawValue, "\(entry.place.index)", entry.file, entry.was,
        entry.label ?? "",
      ]
    }
    return ([Self.header] + rows).map(DelimitedText.line).joined()
  }
}

extension UInt128 {
  /// 32 hexadecimal digits.
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
