/// Files that are named, with or without extension, and the folders on the way to them.
struct NamedPlaces {
  private let files: Set<EntryPath>
  private var folders: Set<EntryPath> = []

  init(_ files: [EntryPath]) {
    self.files = Set(files)
    for file in self.files {
      var folder = file.folder
      while folders.insert(folder).inserted, folder != .root { folder = folder.folder }
    }
  }

  func leads(into folder: EntryPath) -> Bool { folders.contains(folder) }

  func contains(_ file: EntryPath) -> Bool {
    guard !files.contains(file), let name = file.name else { return true }
    return files.contains(file.folder.appending(EntryName(bytes: Array(name.stemAndExtension.stem))))
  }
}
