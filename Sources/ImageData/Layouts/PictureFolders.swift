/// Single pictures: `train/<class>/…`, `valid/<class>/…` and `test/<class>/…`, or some of them, or `<class>/…` alone; or
/// flat names with their class, `train/0_<class>.png`.
enum PictureFolders: DataLayout {
  static let title = "pictures"
  static let signs = ["train", "training", "train_set", "training_set", "seg_train"]

  static func keeps(_ name: EntryName) -> Bool { false }

  static func candidates(_ listing: Listing) -> [Candidate] {
    let (roots, evidence) = SplitFolders(listing.pictures.map(\.path)).roots
    return roots.map { Candidate(layout: Self.self, root: $0, evidence: evidence) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let names = try ClassNames(&listing, root: candidate.root)
    let splits = try PictureSplit.all(candidate.root, &listing)
    // Counted before anything fails for lack of them.
    for picture in listing.pictures { listing.unread.note(.misplaced, picture.path.text) }
    listing.pictures = []
    let hasClassFolders = splits.contains(where: \.hasClassFolders)
    var members: [[PictureMember]] = []
    for split in splits {
      members.append(
        hasClassFolders ? inClassFolders(split, &listing) : try withFlatNames(split, names, &listing))
    }
    for (split, members) in zip(splits, members) where members.isEmpty {
      throw listing.error(.noImages(split: split.title))
    }
    let present = members.map { Set($0.map(\.name)) }
    if hasClassFolders { try checkFolders(zip(splits, present), listing) }
    let classes = try order(Array(zip(splits, present)), names, listing)
    members = try PictureMember.decoded(members, &listing)
    var sets: [SplitRole: ImageSet] = [:]
    var notSquare = 0
    for (split, members) in zip(splits, members) {
      let images = try PictureMember.images(
        members, classes, listing, byLabel: hasClassFolders, title: split.title)
      sets[split.role] = images.set
      notSquare += images.notSquare
    }
    guard let train = sets[.train] else { throw listing.error(.noImages(split: "train")) }
    return ReadSet(
      classes: classes.map(\.text), train: train, valid: sets[.valid], test: sets[.test], notSquare: notSquare)
  }

  // MARK: What shows which class

  private static func inClassFolders(_ split: PictureSplit, _ listing: inout Listing) -> [PictureMember] {
    var members: [PictureMember] = []
    for picture in split.pictures {
      let inner = split.inner(picture)
      if inner.count > 1 {
        members.append(PictureMember(picture: picture, name: inner[0]))
      } else {
        listing.unread.note(.misplaced, picture.path.text)
      }
    }
    return members
  }

  private static func withFlatNames(
    _ split: PictureSplit, _ names: ClassNames?, _ listing: inout Listing
  ) throws(DataError) -> [PictureMember] {
    let known = names.map { Set($0.names) }
    var members: [PictureMember] = []
    for picture in split.pictures {
      guard let flat = split.inner(picture).first.flatMap(FlatName.init) else {
        listing.unread.note(.unnamed, picture.path.text)
        continue
      }
      guard let name = flat.className(known) else {
        throw listing.error(
          .labelsDoNotFit(file: names!.file, reason: "\(picture.path.text) ends with none of its names"))
      }
      members.append(PictureMember(picture: picture, name: name, number: flat.number))
    }
    return members
  }

  /// A class folder without a single picture is an error, and not a class that happens to be missing.
  private static func checkFolders(
    _ splits: some Sequence<(PictureSplit, Set<EntryName>)>, _ listing: Listing
  ) throws(DataError) {
    for (split, present) in splits {
      for folder in listing.folders where folder.isInside(split.folder) {
        guard folder.depth == split.folder.depth + 1, let name = folder.name, !present.contains(name) else { continue }
        throw listing.error(.emptyClass(name: name.text, split: split.title))
      }
    }
  }

  /// The classes in the order of their labels: that of the list, or of their bytes.
  private static func order(
    _ splits: [(split: PictureSplit, classes: Set<EntryName>)], _ names: ClassNames?, _ listing: Listing
  ) throws(DataError) -> [EntryName] {
    let train = splits[0].classes
    for (split, classes) in splits where classes != train {
      throw listing.error(
        .classesDiffer(
          onlyTrain: train.subtracting(classes).sorted().map(\.text),
          onlyValid: classes.subtracting(train).sorted().map(\.text), valid: split.title))
    }
    return try PictureMember.order(train, names, listing)
  }
}

/// The pictures of one part of the set.
private struct PictureSplit {
  let role: SplitRole
  let folder: EntryPath
  let pictures: [Listing.Picture]
  let title: String
  let hasClassFolders: Bool

  /// Takes the pictures in `folder`.
  private init(_ role: SplitRole, _ folder: EntryPath, title: String, _ listing: inout Listing) {
    self.role = role
    self.folder = folder
    self.title = title
    pictures = listing.takePictures(inside: folder)
    hasClassFolders = pictures.contains { $0.path.depth > folder.depth + 1 }
  }

  /// The parts that there are, that to learn from first; where no folder has the name of one, all is to learn from.
  static func all(_ root: EntryPath, _ listing: inout Listing) throws(DataError) -> [PictureSplit] {
    let folders = SplitFolders(listing.pictures.map(\.path)).splits(in: root)
    if let twice = folders.values.first(where: { $0.count > 1 }) {
      throw listing.error(.several(twice.map(\.title).sorted()))
    }
    guard !folders.isEmpty else { return [PictureSplit(.train, root, title: "train", &listing)] }
    guard folders[.train] != nil else { throw listing.error(.noImages(split: "train")) }
    if let empty = listing.emptyPart(in: root) { throw listing.error(.noImages(split: empty)) }
    var splits = SplitRole.allCases.compactMap { role in
      folders[role].map { PictureSplit(role, $0[0], title: $0[0].name!.text, &listing) }
    }
    if splits.count > 2, splits[2].isUnlabelled(beside: splits[0]) {
      let aside = splits.removeLast()
      for picture in aside.pictures { listing.unread.note(.leftAside(aside.folder.text), picture.path.text) }
    }
    return splits
  }

  /// Whether not one of its folders is a class of the others: a test without labels has but one, by any name.
  private func isUnlabelled(beside train: PictureSplit) -> Bool {
    func classes(_ split: PictureSplit) -> Set<EntryName> {
      Set(split.pictures.compactMap { split.inner($0).count > 1 ? split.inner($0)[0] : nil })
    }
    return train.hasClassFolders && classes(self).isDisjoint(with: classes(train))
  }

  /// A picture's path within the split.
  func inner(_ picture: Listing.Picture) -> [EntryName] { Array(picture.path.parts.dropFirst(folder.parts.count)) }
}

extension Listing {
  /// A folder with the name of a part and not a picture in it.
  fileprivate func emptyPart(in root: EntryPath) -> String? {
    folders.first { folder in
      folder.folder == root && folder.name.flatMap(SplitRole.init) != nil
        && !pictures.contains { $0.path.isInside(folder) }
    }?.name?.text
  }

  /// Takes out the pictures in a folder and gives them.
  mutating func takePictures(inside folder: EntryPath) -> [Picture] {
    let taken = pictures.filter { $0.path.isInside(folder) }
    pictures.removeAll { $0.path.isInside(folder) }
    return taken
  }
}
