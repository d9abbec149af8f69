import Files

/// A list that was named itself, and of the files around it those that it names.
struct ListSource: EntrySource {
  let path: String
  let limits: DataLimits

  /// Whether a file is taken for a list, by its name.
  static func isList(_ path: String) -> Bool {
    path.split(separator: "/").last.map { ImageList.keeps(EntryName(bytes: Array($0.utf8))) } ?? false
  }

  func read(into receiver: inout some EntryReceiver) throws(DataError) {
    let bytes = try DataError.reading { () throws(FileProblem) in
      try FileAccess.read(path, limit: limits.entryBytes)
    }
    let parts = path.split(separator: "/").map { EntryName(bytes: Array($0.utf8)) }
    guard let name = parts.last else { throw DataError.access(.notFound, path: path) }
    let list = try ImageList(Entry(path: EntryPath([name]), bytes: bytes), limits: limits)
    // With absolute paths in it everything stands below the root.
    let folder = list.hasAbsolutePaths ? EntryPath(parts.dropLast()) : .root
    let around = list.hasAbsolutePaths ? "/" : (path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    try receiver.take(Entry(path: folder.appending(name), bytes: bytes))
    let places = list.rows.compactMap { list.place(of: $0, in: folder) }
    try FolderSource(path: around, limits: limits, only: NamedPlaces(places)).read(into: &receiver)
  }
}
