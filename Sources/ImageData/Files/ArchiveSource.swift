/// The files of an archive, read in memory only: `.tar` plain or packed with gzip, xz or bzip2, and `.zip`.
struct ArchiveSource: EntrySource {
  let path: String
  let limits: DataLimits

  func read(into receiver: inout EntryCollector) throws(DataError) -> EntryCounts {
    let reader = try ArchiveReader(path, limits: limits)
    var counts = EntryCounts()
    while let header = try reader.next() {
      switch header.kind {
      case .other: counts.links += 1
      case .folder, .file:
        guard !Self.leadsOutside(header.path) else {
          counts.outside += 1
          continue
        }
        guard !LayoutNames.isJunk(header.path) else { continue }
        if header.kind == .folder {
          receiver.takeFolder(header.path)
        } else if receiver.wants(header.path) {
          try receiver.take(Entry(path: header.path, bytes: try reader.content(of: header)))
        }
      }
    }
    return counts
  }

  private static func leadsOutside(_ path: String) -> Bool {
    path.hasPrefix("/") || path.contains("\\") || path.split(separator: "/").contains("..")
  }
}
