/// What the images of a split are for.
package enum SplitRole: String, Sendable, Hashable {
  case train, valid, test

  /// What a folder's name stands for: `train`, `Training_Set`, `seg_train`, `val`, `dev`, …
  init?(_ folder: EntryName) {
    var word = folder.text.lowercased()
    if word.hasPrefix("seg_") { word.removeFirst(4) }
    for ending in ["_set", "-set"] where word.hasSuffix(ending) { word.removeLast(4) }
    switch word {
    case "train", "training": self = .train
    case "valid", "val", "validation", "dev": self = .valid
    case "test", "testing": self = .test
    default: return nil
    }
  }
}

/// Which folders hold the splits of a set of pictures, as the whole of what was met shows.
struct SplitFolders {
  private struct Folder {
    var names: Set<EntryName> = []
    var holdsPictures = false
    var holdsFlatNames = false
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
      if !folders[path]!.holdsFlatNames, FlatName(file) != nil { folders[path]!.holdsFlatNames = true }
    }
  }

  /// The folders with splits: the deepest that hold one to learn from and one to check on, else those with any.
  var roots: [EntryPath] {
    let roles = folders.keys.map { (path: $0, roles: Set(splits(in: $0).keys)) }
    let whole = roles.filter { $0.roles.contains(.train) && $0.roles.count > 1 }.map(\.path)
    if !whole.isEmpty { return whole.filter { path in !whole.contains { $0 != path && $0.isInside(path) } }.sorted() }
    let partial = roles.filter { !$0.roles.isEmpty }.map(\.path)
    return partial.filter { path in !partial.contains { $0 != path && path.isInside($0) } }.sorted()
  }

  /// The splits that stand in a folder. A name counts for a folder that holds classes or flat names; one of single
  /// pictures beside others of the kind is a class.
  func splits(in root: EntryPath) -> [SplitRole: [EntryPath]] {
    guard let folder = folders[root] else { return [:] }
    let hasClassesBeside = folder.names.contains { name in
      SplitRole(name) == nil && folders[root.appending(name)]?.holdsPictures == true
    }
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
