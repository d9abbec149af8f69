import Files

/// A list of pictures: of each its file, its class, and maybe the part of the set that it belongs to.
struct ImageList {
  struct Row {
    let line: Int
    /// As it is written, relative to the list or absolute.
    let file: [UInt8]
    let label: EntryName
    /// nil: the list has no such column.
    let role: SplitRole?
  }

  let path: EntryPath
  let rows: [Row]
  /// Rows without a label.
  let unlabelled: Int

  private static let fileColumns = ["file", "filename", "filepath", "path", "image", "imagename", "imageid", "id"]
  private static let labelColumns = ["label", "labels", "class", "classname", "target", "category"]
  private static let splitColumns = ["split", "subset", "partition"]

  private struct Columns {
    let delimiter: UInt8
    let count: Int
    let file: Int
    let label: Int
    let split: Int?
  }

  static func keeps(_ name: EntryName) -> Bool { ["csv", "tsv"].contains(name.stemAndExtension.extension) }

  /// Whether the first line names a file and a label.
  static func hasHeader(_ bytes: [UInt8]) -> Bool { columns(Array(bytes.prefix(1 << 16))) != nil }

  private static func columns(_ bytes: [UInt8]) -> Columns? {
    for delimiter in [",", ";", "\t"].map({ $0.utf8.first! }) {
      var text = DelimitedText(bytes, delimiter: delimiter)
      guard let header = try? text.next()?.cells else { continue }
      let names = header.map { cell in
        EntryName(bytes: cell).text.lowercased().filter { !"_- ".contains($0) }
      }
      func column(_ known: [String]) -> Int? { known.lazy.compactMap(names.firstIndex).first }
      guard let file = column(fileColumns), let label = column(labelColumns) else { continue }
      return Columns(
        delimiter: delimiter, count: names.count, file: file, label: label, split: column(splitColumns))
    }
    return nil
  }

  /// Throws for a line that does not fit the header, and for more lines than a set has entries.
  init(_ entry: Entry, limits: DataLimits) throws(DataError) {
    path = entry.path
    let name = entry.path.text
    guard let columns = Self.columns(entry.bytes) else { throw DataError.content(.noList, file: name) }
    var text = DelimitedText(entry.bytes, delimiter: columns.delimiter)
    func next() throws(DataError) -> DelimitedText.Row? {
      do { return try text.next() } catch {
        throw .content(.badLine(error.line, reason: error.reason), file: name)
      }
    }
    _ = try next()
    var rows: [Row] = []
    var unlabelled = 0
    while let row = try next() {
      func problem(_ reason: String) -> DataError { .content(.badLine(row.line, reason: reason), file: name) }
      guard row.cells.count == columns.count else {
        throw problem("it has \(row.cells.count) columns, and the header has \(columns.count)")
      }
      guard rows.count < limits.entries else {
        throw DataError.content(
          .tooLarge(what: "more than \(limits.entries) lines", limit: "\(limits.entries) lines"), file: name)
      }
      let file = row.cells[columns.file]
      let shown = EntryName(bytes: file).text
      guard !file.isEmpty, !file.contains(0) else { throw problem("it names no file") }
      guard !file.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) else {
        throw problem("\(shown) leads out of the folder of the list, which is not followed")
      }
      guard !row.cells[columns.label].isEmpty else {
        unlabelled += 1
        continue
      }
      var role: SplitRole?
      if let split = columns.split {
        let word = EntryName(bytes: row.cells[split])
        role = SplitRole(word)
        guard role != nil else { throw problem("'\(word.text)' is no part of a set: train, valid and test are") }
      }
      rows.append(
        Row(line: row.line, file: file, label: EntryName(bytes: row.cells[columns.label]), role: role))
    }
    self.rows = rows
    self.unlabelled = unlabelled
  }

  /// Where a row's file stands; an absolute path begins at the root, as a list that is read by itself does then.
  func place(of row: Row, in folder: EntryPath) -> EntryPath? {
    let isAbsolute = row.file.first == UInt8(ascii: "/")
    guard let inner = EntryPath(archived: isAbsolute ? Array(row.file.drop { $0 == UInt8(ascii: "/") }) : row.file)
    else {
      return nil
    }
    return isAbsolute || folder.bytes.isEmpty ? inner : EntryPath(folder.parts + inner.parts)
  }

  var hasAbsolutePaths: Bool { rows.contains { $0.file.first == UInt8(ascii: "/") } }
}

/// The files that a list can mean, by their path with and without extension.
struct NamedFiles {
  private var exact: [EntryPath: Int] = [:]
  private var stems: [EntryPath: [Int]] = [:]

  init(_ paths: [EntryPath]) {
    for (index, path) in paths.enumerated() {
      exact[path] = index
      guard let name = path.name else { continue }
      let stem = EntryName(bytes: Array(name.stemAndExtension.stem))
      stems[path.folder.appending(stem), default: []].append(index)
    }
  }

  /// The indices of the files of that name; more than one where several differ by their extension alone.
  subscript(path: EntryPath) -> [Int] { exact[path].map { [$0] } ?? stems[path] ?? [] }
}
