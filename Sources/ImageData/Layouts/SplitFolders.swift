/// Which folders hold the splits of a set of pictures, as the whole of what was met shows.
struct SplitFolders {
  private struct Folder {
    var names: Set<EntryName> = []
    var holdsPictures = false
    var holdsFlatNames = false
    var holdsOtherNames = false
  }

  private var folders: [EntryPath: Folder] = [:]

  init(_ pictures: [EntryPath]) {
    for picture in pictures {
      guard let file = picture.name else { continue }
      let path = picture.folder
      if folders[path] == nil {
        let parts = path.parts
        for depth in parts.indices {
          folders[EntryPath(parts[..<depth]), default: Folder()].names.insert(parts[depth])
        }
      }
      folders[path, default: Folder()].holdsPictures = true
      if FlatName(file) != nil { folders[path]!.holdsFlatNames = true } else { folders[path]!.holdsOtherNames = true }
    }
  }

  /// The folders that hold a set: the deepest with a part to learn from and one to check on; else those with one part;
  /// else those with classes alone.
  var roots: (paths: [EntryPath], evidence: Candidate.Evidence) {
    let roles = folders.keys.map { (path: $0, roles: Set(splits(in: $0).keys)) }
    let whole = roles.filter { $0.roles.contains(.train) && $0.roles.count > 1 }.map(\.path)
    if !whole.isEmpty { return (whole.filter { path in !whole.contains { $0.isInside(path) } }.sorted(), .certain) }
    let partial = roles.filter { !$0.roles.isEmpty }.map(\.path)
    let alone = folders.keys.filter(holdsClassesAlone)
    // A class may be called train, and hold folders.
    let outermost = (partial + alone).filter { path in !(partial + alone).contains { path.isInside($0) } }
    return (Set(outermost).sorted(), .foldersAlone)
  }

  /// Whether two or more of its folders, or flat names, are classes, and none a part of a set.
  private func holdsClassesAlone(_ path: EntryPath) -> Bool {
    let folder = folders[path]!
    if folder.names.isEmpty { return folder.holdsFlatNames && !folder.holdsOtherNames }
    let classes = folder.names.filter { folders[path.appending($0)]?.holdsPictures == true }
    return classes.count > 1 && classes.contains { SplitRole($0) == nil }
  }

  /// The splits that stand in a folder. A name counts for a folder that holds classes or flat names; one of single
  /// pictures beside others of the kind is a class.
  func splits(in root: EntryPath) -> [SplitRole: [EntryPath]] {
    guard let folder = folders[root] else { return [:] }
    let classesBeside = folder.names.count { name in
      SplitRole(name) == nil && folders[root.appending(name)]?.holdsPictures == true
    }
    let hasClassesBeside = classesBeside > 0
    // One role alone beside several classes is a class, whatever it holds.
    let roles = Set(folder.names.compactMap { SplitRole($0) })
    guard classesBeside < 2 || roles.count > 1 else { return [:] }
    var splits: [SplitRole: [EntryPath]] = [:]
    for name in folder.names {
      guard let role = SplitRole(name), let inner = folders[root.appending(name)] else { continue }
      guard !inner.names.isEmpty || (inner.holdsFlatNames && !hasClassesBeside) else { continue }
      splits[role, default: []].append(unwrapped(root.appending(name), role))
    }
    return splits
  }

  /// `train/train` is `train`, when there is nothing else in it.
  private func unwrapped(_ path: EntryPath, _ role: SplitRole) -> EntryPath {
    guard let folder = folders[path], !folder.holdsPictures, folder.names.count == 1, let only = folder.names.first,
      SplitRole(only) == role
    else { return path }
    return unwrapped(path.appending(only), role)
  }
}

/// A picture's name of the form `NUMBER_CLASS`.
struct FlatName {
  let number: Int
  /// All that follows the number.
  private let rest: [UInt8]

  init?(_ file: EntryName) {
    let stem = file.stemAndExtension.stem
    let digits = stem.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let rest = stem.dropFirst(digits.count)
    guard !digits.isEmpty, rest.first == UInt8(ascii: "_"), rest.count > 1 else { return nil }
    number = Int(String(decoding: digits, as: UTF8.self)) ?? .max
    self.rest = Array(rest.dropFirst())
  }

  /// What follows the first `_`, or, where the classes are known, the longest end after one of them that is a class.
  func className(_ known: Set<EntryName>?) -> EntryName? {
    guard let known else { return EntryName(bytes: rest) }
    var end = rest[...]
    while true {
      let name = EntryName(bytes: Array(end))
      if known.contains(name) { return name }
      guard let next = end.firstIndex(of: UInt8(ascii: "_")) else { return nil }
      end = end[(next + 1)...]
    }
  }
}
