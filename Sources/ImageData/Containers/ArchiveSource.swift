/// Where the bytes of an archive are.
enum ArchiveFile {
  case path(String)
  /// In memory; the name is for messages.
  case bytes([UInt8], name: String)

  /// For messages.
  var path: String {
    switch self {
    case .path(let path), .bytes(_, let path): path
    }
  }
}

/// The files of an archive, read in memory only: `.tar` plain or packed, `.zip` and `.7z`. Links are not followed.
struct ArchiveSource: EntrySource {
  let file: ArchiveFile
  let limits: DataLimits

  /// What the paths of its entries begin with.
  var prefix = EntryPath.root

  var path: String { file.path }

  func read(into receiver: inout some EntryReceiver) throws(DataError) {
    let reader = try ArchiveReader(file, limits: limits)
    var hidden: Set<EntryPath> = []
    while let header = try reader.next() {
      guard let stored = header.path else {
        receiver.noteOutside(header.name)
        try reader.skip(header)
        continue
      }
      let inner = prefix.appending(stored)
      if let depth = stored.parts.firstIndex(where: \.isHidden) {
        // Counted as in a folder, which is not looked into.
        let top = prefix.appending(EntryPath(stored.parts[...depth]))
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
