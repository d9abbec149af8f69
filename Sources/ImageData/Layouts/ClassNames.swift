import Files

/// A list of class names, which decides their order: `labels.txt` or `batches.meta.txt`, one name a line.
struct ClassNames {
  /// For messages.
  let file: String
  let names: [EntryName]

  /// The longest list.
  private static let limit = 1 << 18

  private static let usualFiles: Set = ["labels.txt", "batches.meta.txt"]

  static func keeps(_ name: EntryName) -> Bool { usualFiles.contains(name.text) }

  /// The list that stands in a set's first folder, if there is one; of several, all have to say the same.
  init?(_ listing: inout Listing, root: EntryPath, called files: Set<String> = usualFiles) throws(DataError) {
    let lists = listing.take { file in
      file.path.name.map { files.contains($0.text) } == true && file.path.folder == root
    }
    guard let first = lists.first else { return nil }
    file = first.path.text
    var parsed: [[EntryName]] = []
    for list in lists {
      guard list.bytes.count <= Self.limit else {
        throw DataError.content(
          .tooLarge(what: "\(list.bytes.count) bytes of class names", limit: "\(Self.limit) bytes"),
          file: list.path.text)
      }
      parsed.append(Self.parse(list.bytes))
    }
    names = parsed[0]
    if let other = parsed.firstIndex(where: { $0 != names }) {
      throw listing.error(.labelsDoNotFit(file: file, reason: "\(lists[other].path.text) says something else"))
    }
    if let twice = Dictionary(grouping: names, by: \.self).first(where: { $1.count > 1 })?.key {
      throw listing.error(.labelsDoNotFit(file: file, reason: "\(twice.text) stands there twice"))
    }
  }

  /// One name a line; blanks at its ends, blank lines and a byte order mark are left out. UTF-16 becomes UTF-8.
  static func parse(_ bytes: [UInt8]) -> [EntryName] {
    bytes.utf8Text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.compactMap { line in
      let name = line.trimmed
      return name.isEmpty ? nil : EntryName(bytes: name)
    }
  }

  /// Why the list is not that of `classes`; nil where it is.
  func misfit(_ classes: Set<EntryName>) -> String? {
    let listed = Set(names)
    let missing = classes.subtracting(listed).sorted().map(\.text)
    let extra = listed.subtracting(classes).sorted().map(\.text)
    guard missing.isEmpty, extra.isEmpty else {
      let parts = [
        missing.isEmpty ? nil : "it lacks \(missing.joined(separator: ", "))",
        extra.isEmpty ? nil : "there are no images of \(extra.joined(separator: ", "))",
      ]
      return parts.compactMap(\.self).joined(separator: ", and ")
    }
    return nil
  }
}
