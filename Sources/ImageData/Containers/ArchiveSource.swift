/// The files of an archive, read in memory only: `.tar` plain or packed, `.zip` and `.7z`. Links are not followed.
struct ArchiveSource: EntrySource {
  let path: String
  let limits: DataLimits

  func read(into receiver: inout some EntryReceiver) throws(DataError) {
    let reader = try ArchiveReader(path, limits: limits)
    var hidden: Set<EntryPath> = []
    while let header = try reader.next() {
      guard let inner = header.path else {
        receiver.noteOutside(header.name)
        try reader.skip(header)
        continue
      }
      let parts = inner.parts
      if let depth = parts.firstIndex(where: \.isHidden) {
        // Counted as in a folder, which is not looked into.
        let top = EntryPath(parts[...depth])
        if hidden.insert(top).inserted { receiver.note(.hidden, top) }
        try reader.skip(header)
        continue
      }
      switch header.kind {
      case .link: receiver.note(.link, inner)
      case .device: receiver.note(.device, inner)
      case .folder: receiver.takeFolder(inner)
      case .file:
        let start = try reader.start(of: header)
        if receiver.wants(inner, start: start) {
          try receiver.take(Entry(path: inner, bytes: try reader.content(of: header, after: start)))
          continue
        }
      }
      try reader.skip(header)
    }
  }
}
