extension PictureFeed {
  /// The paths of the pictures in a folder and all below it, in the order in which `read` hands them out.
  package static func list(_ folder: String, limits: DataLimits = DataLimits()) throws(DataError) -> [String] {
    var list = PictureList()
    try FolderSource(path: folder, limits: limits).read(into: &list)
    return list.paths
  }
}

/// Takes down where pictures stand, and wants none of them.
private struct PictureList: EntryReceiver {
  private(set) var paths: [String] = []

  mutating func note(_ kind: UnreadKind, _ path: EntryPath) {}
  mutating func noteOutside(_ path: String) {}
  mutating func takeFolder(_ path: EntryPath) {}
  mutating func take(_ entry: Entry) {}

  mutating func wants(_ path: EntryPath, start: [UInt8]) -> Bool {
    switch FileFormat(start, name: path.name ?? EntryName(bytes: [])) {
    case .picture, .brokenPicture: paths.append(path.text)
    case .foreign, .other: break
    }
    return false
  }
}
