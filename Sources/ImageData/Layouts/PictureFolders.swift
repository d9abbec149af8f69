import Foundation

/// The layouts of single pictures: class folders, and flat names with the class after the last `_`.
struct PictureFolders {
  let path: String
  let root: String
  /// What `labels.txt` says.
  let names: [String]?
  /// Every class folder that was met, with images or without.
  let folders: [String]

  /// One picture that could be decoded.
  private struct Picture {
    let split: LayoutNames.Split
    let label: UInt8
    let number: Int
    let path: String
    let group: Int
    let place: Int
  }

  /// The most pictures in a hundred that may be broken.
  private static let toleratedPercent = 1

  /// Puts the decoded groups in order: `roles` are those of all their paths, one after the other.
  func assemble(
    _ roles: [LayoutNames.Role], _ groups: [DecodeQueue.Group], size: Int
  ) throws(DataError) -> ReadSet {
    let hasClassFolders = roles.contains { if case .classImage = $0 { true } else { false } }
    let classes = try classNames(roles.compactMap { belongs($0, hasClassFolders) }, hasClassFolders)
    let labels = Dictionary(uniqueKeysWithValues: zip(classes, UInt8.min...UInt8.max))
    var pictures: [Picture] = []
    var broken: [String] = []
    var loose = 0
    var index = 0
    for (group, content) in groups.enumerated() {
      for (path, outcome) in zip(content.paths, content.outcomes) {
        defer { index += 1 }
        guard let (split, name, number) = belongs(roles[index], hasClassFolders) else {
          loose += 1
          continue
        }
        switch outcome {
        case .success(let place):
          pictures.append(
            Picture(split: split, label: labels[name]!, number: number, path: path, group: group, place: place))
        case .failure(.broken(let reason)): broken.append("\(path): \(reason)")
        case .failure(.tooLarge(let what)):
          throw DataError.tooLarge(entry: path, what: what, limit: "what DataLimits allow")
        }
      }
    }
    let judged = index - loose
    guard broken.count * 100 <= judged * Self.toleratedPercent else {
      throw DataError.tooManyBroken(broken: broken.count, images: judged, first: broken[0])
    }
    let train = collect(pictures, .train, groups, size, sortByLabel: hasClassFolders)
    let valid = collect(pictures, .test, groups, size, sortByLabel: hasClassFolders)
    for (set, split) in [(train, "train"), (valid, "test")] {
      guard set.count > 0 else { throw DataError.noImages(split: split, path: path) }
      if let empty = set.perClass(classes.count).firstIndex(of: 0) {
        throw DataError.emptyClass(name: classes[empty], split: split, path: path)
      }
    }
    return ReadSet(classes: classes, train: train, valid: valid, notices: notices(broken, loose))
  }

  /// A picture's split, class and number, if it is part of the set: beside class folders, loose pictures are not.
  private func belongs(
    _ role: LayoutNames.Role, _ hasClassFolders: Bool
  ) -> (split: LayoutNames.Split, name: String, number: Int)? {
    switch role {
    case .classImage(let split, let name, _): (split, name, 0)
    case .flatImage(let split, let name, let number, _) where !hasClassFolders: (split, name, number)
    default: nil
    }
  }

  private func classNames(
    _ pictures: [(split: LayoutNames.Split, name: String, number: Int)], _ hasClassFolders: Bool
  ) throws(DataError) -> [String] {
    var bySplit: [LayoutNames.Split: Set<String>] = [:]
    for picture in pictures { bySplit[picture.split, default: []].insert(picture.name) }
    let train = bySplit[.train, default: []]
    let test = bySplit[.test, default: []]
    guard !train.isEmpty else { throw DataError.noImages(split: "train", path: path) }
    guard !test.isEmpty else { throw DataError.noImages(split: "test", path: path) }
    for folder in hasClassFolders ? folders : [] {
      guard let (split, name, folderRoot) = LayoutNames.classFolder(folder), folderRoot == root else { continue }
      guard bySplit[split, default: []].contains(name) else {
        throw DataError.emptyClass(name: name, split: split.rawValue, path: path)
      }
    }
    guard train == test else {
      throw DataError.classesDiffer(
        path: path, onlyTrain: train.subtracting(test).sorted(), onlyTest: test.subtracting(train).sorted())
    }
    guard train.count <= 256 else { throw DataError.tooManyClasses(path: path, count: train.count) }
    guard let names, Set(names).isSuperset(of: train) else { return train.sorted() }
    if let empty = names.first(where: { !train.contains($0) }) {
      throw DataError.emptyClass(name: empty, split: LayoutNames.Split.train.rawValue, path: path)
    }
    return names.count == train.count ? names : train.sorted()
  }

  private func collect(
    _ pictures: [Picture], _ split: LayoutNames.Split, _ groups: [DecodeQueue.Group], _ size: Int, sortByLabel: Bool
  ) -> ImageSet {
    let ordered = pictures.filter { $0.split == split }.sorted { left, right in
      sortByLabel
        ? (left.label, left.path) < (right.label, right.path) : (left.number, left.path) < (right.number, right.path)
    }
    let bytes = 3 * size * size
    var pixels: [UInt8] = []
    pixels.reserveCapacity(ordered.count * bytes)
    for picture in ordered {
      pixels.append(contentsOf: groups[picture.group].pixels[picture.place * bytes..<(picture.place + 1) * bytes])
    }
    return ImageSet(size: size, pixels: pixels, labels: ordered.map(\.label))
  }

  private func notices(_ broken: [String], _ loose: Int) -> [String] {
    var notices: [String] = []
    if let first = broken.first {
      let count = broken.count == 1 ? "1 broken image was" : "\(broken.count) broken images were"
      notices.append("\(count) skipped, the first: \(first)")
    }
    if loose > 0 { notices.append("\(loose) images outside the class folders were left out") }
    return notices
  }
}
