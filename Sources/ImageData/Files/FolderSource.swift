import Foundation

/// The files of a folder and all its subfolders.
struct FolderSource: EntrySource {
  let path: String
  let limits: DataLimits

  /// How deep folders may stand in each other.
  private static let depth = 8

  func read(into receiver: inout EntryCollector) throws(DataError) -> EntryCounts {
    var counts = EntryCounts()
    var entries = 0
    try read("", depth: 0, &entries, &counts, &receiver)
    return counts
  }

  private func read(
    _ folder: String, depth: Int, _ entries: inout Int, _ counts: inout EntryCounts, _ receiver: inout EntryCollector
  ) throws(DataError) {
    for name in try names(folder) {
      let inner = folder.isEmpty ? name : folder + "/" + name
      guard !LayoutNames.isJunk(inner) else { continue }
      entries += 1
      guard entries <= limits.entries else {
        throw DataError.tooLarge(entry: path, what: "more files than that", limit: "\(limits.entries) files")
      }
      let full = path + "/" + inner
      switch FileBytes.kind(full) {
      case .folder:
        receiver.takeFolder(inner)
        if depth < Self.depth { try read(inner, depth: depth + 1, &entries, &counts, &receiver) }
      case .file:
        guard receiver.wants(inner) else { continue }
        try receiver.take(Entry(path: inner, bytes: FileBytes.read(full, limit: limits.entryBytes)))
      case .other: counts.links += 1
      case .none: continue
      }
    }
  }

  private func names(_ folder: String) throws(DataError) -> [String] {
    let full = folder.isEmpty ? path : path + "/" + folder
    do {
      return try FileManager.default.contentsOfDirectory(atPath: full).sorted()
    } catch {
      throw FileBytes.mayRead(full)
        ? .unreadable(path: full, reason: error.localizedDescription) : .noPermission(path: full)
    }
  }
}
