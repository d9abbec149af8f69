/// Single pictures: `train/<class>/…` and `valid/<class>/…`, or flat names with their class, `train/0_<class>.png`.
enum PictureFolders: DataLayout {
  static let title = "pictures"
  static let signs = ["train", "training", "train_set", "training_set", "seg_train"]

  static func keeps(_ name: EntryName) -> Bool { false }

  static func candidates(_ listing: Listing) -> [Candidate] {
    SplitFolders(listing.pictures.map(\.path)).roots.map { Candidate(layout: Self.self, root: $0) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let names = try ClassNames(&listing, root: candidate.root)
    let (train, valid) = try PictureSplit.both(candidate.root, &listing)
    // Counted before anything fails for lack of them.
    for picture in listing.pictures { listing.unread.note(.misplaced, picture.path.text) }
    listing.pictures = []
    let hasClassFolders = train.hasClassFolders || valid.hasClassFolders
    var members: [[Member]] = []
    for split in [train, valid] {
      members.append(
        hasClassFolders ? inClassFolders(split, &listing) : try withFlatNames(split, names, &listing))
    }
    for (split, members) in zip([train, valid], members) where members.isEmpty {
      throw listing.error(.noImages(split: split.title))
    }
    let present = members.map { Set($0.map(\.name)) }
    if hasClassFolders { try checkFolders(zip([train, valid], present), listing) }
    let classes = try order(present[0], present[1], names, valid.title, listing)
    members = try judged(members, &listing)
    var sets: [ImageSet] = []
    for (split, members) in zip([train, valid], members) {
      let set = collect(members, classes, listing, byLabel: hasClassFolders)
      if let empty = set.perClass(classes.count).firstIndex(of: 0) {
        throw listing.error(.emptyClass(name: classes[empty].text, split: split.title))
      }
      sets.append(set)
    }
    return ReadSet(classes: classes.map(\.text), train: sets[0], valid: sets[1])
  }

  // MARK: What shows which class

  /// One picture of the set.
  private struct Member {
    let picture: Listing.Picture
    let name: EntryName
    /// Of a flat name.
    var number = 0
  }

  private static func inClassFolders(_ split: PictureSplit, _ listing: inout Listing) -> [Member] {
    var members: [Member] = []
    for picture in split.pictures {
      let inner = split.inner(picture)
      if inner.count > 1 {
        members.append(Member(picture: picture, name: inner[0]))
      } else {
        listing.unread.note(.misplaced, picture.path.text)
      }
    }
    return members
  }

  private static func withFlatNames(
    _ split: PictureSplit, _ names: ClassNames?, _ listing: inout Listing
  ) throws(DataError) -> [Member] {
    let known = names.map { Set($0.names) }
    var members: [Member] = []
    for picture in split.pictures {
      guard let flat = split.inner(picture).first.flatMap(FlatName.init) else {
        listing.unread.note(.unnamed, picture.path.text)
        continue
      }
      guard let name = flat.className(known) else {
        throw listing.error(
          .labelsDoNotFit(file: names!.file, reason: "\(picture.path.text) ends with none of its names"))
      }
      members.append(Member(picture: picture, name: name, number: flat.number))
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
    _ train: Set<EntryName>, _ valid: Set<EntryName>, _ names: ClassNames?, _ validTitle: String, _ listing: Listing
  ) throws(DataError) -> [EntryName] {
    guard train == valid else {
      throw listing.error(
        .classesDiffer(
          onlyTrain: train.subtracting(valid).sorted().map(\.text),
          onlyValid: valid.subtracting(train).sorted().map(\.text), valid: validTitle))
    }
    guard train.count <= 256 else { throw listing.error(.tooManyClasses(train.count)) }
    if let names, let reason = names.misfit(train) {
      throw listing.error(.labelsDoNotFit(file: names.file, reason: reason))
    }
    let classes = names?.names ?? train.sorted()
    var seen: Set<String> = []
    if let alike = classes.first(where: { !seen.insert($0.text).inserted }) { throw listing.error(.alike(alike.text)) }
    return classes
  }

  // MARK: The images

  /// One in so many pictures may be lost.
  private static let toleratedShare = 10

  /// Those that were decoded. The others are counted, and an error when they are too many.
  private static func judged(_ splits: [[Member]], _ listing: inout Listing) throws(DataError) -> [[Member]] {
    var decoded: [[Member]] = []
    for members in splits {
      decoded.append([])
      for member in members {
        switch member.picture.outcome {
        case .success: decoded[decoded.count - 1].append(member)
        case .failure(.broken(let reason)): listing.unread.note(.broken, member.picture.path.text, reason: reason)
        case .failure(.tooLarge(let reason)): listing.unread.note(.tooLarge, member.picture.path.text, reason: reason)
        }
      }
    }
    let all = splits.joined().count
    let lost = all - decoded.joined().count
    guard lost * toleratedShare <= all else { throw listing.error(.tooManyBroken(broken: lost, images: all)) }
    return decoded
  }

  /// In class folders by class and then by path, with flat names by their number.
  private static func collect(
    _ members: [Member], _ classes: [EntryName], _ listing: Listing, byLabel: Bool
  ) -> ImageSet {
    let labels = Dictionary(uniqueKeysWithValues: zip(classes, UInt8.min...UInt8.max))
    let ordered = members.map { (label: labels[$0.name]!, member: $0) }.sorted { left, right in
      let (first, second) = byLabel ? (Int(left.label), Int(right.label)) : (left.member.number, right.member.number)
      return first == second ? left.member.picture.path < right.member.picture.path : first < second
    }
    var images = SplitImages()
    images.pixels.reserveCapacity(ordered.count * 3 * listing.size * listing.size)
    for (label, member) in ordered {
      guard case .success(let (group, place)) = member.picture.outcome else { continue }
      images.labels.append(label)
      images.pixels.append(contentsOf: listing.pixels(group, place))
    }
    return ImageSet(size: listing.size, pixels: images.pixels, labels: images.labels)
  }
}

/// The pictures of one split.
private struct PictureSplit {
  let folder: EntryPath
  let pictures: [Listing.Picture]
  let title: String
  let hasClassFolders: Bool

  /// Takes the pictures in `folder`; without one there are none.
  private init(_ folder: EntryPath?, title: String, _ listing: inout Listing) {
    self.folder = folder ?? .root
    self.title = folder?.name?.text ?? title
    let depth = self.folder.depth
    pictures = folder.map { listing.takePictures(inside: $0) } ?? []
    hasClassFolders = pictures.contains { $0.path.depth > depth + 1 }
  }

  /// What to learn from and what to check on: `valid`, else `test`. A test that is not used is left aside.
  static func both(
    _ root: EntryPath, _ listing: inout Listing
  ) throws(DataError) -> (train: PictureSplit, valid: PictureSplit) {
    var splits = SplitFolders(listing.pictures.map(\.path)).splits(in: root)
    if let twice = splits.values.first(where: { $0.count > 1 }) {
      throw listing.error(.several(twice.map(\.title).sorted()))
    }
    guard let train = splits[.train]?.first else { throw listing.error(.noImages(split: "train")) }
    if splits[.valid] == nil { splits[.valid] = splits.removeValue(forKey: .test) }
    let pair = (
      train: PictureSplit(train, title: "train", &listing),
      valid: PictureSplit(splits[.valid]?.first, title: "test", &listing)
    )
    if let aside = splits[.test]?.first {
      for picture in listing.takePictures(inside: aside) {
        listing.unread.note(.leftAside(aside.text), picture.path.text)
      }
    }
    return pair
  }

  /// A picture's path within the split.
  func inner(_ picture: Listing.Picture) -> [EntryName] { Array(picture.path.parts.dropFirst(folder.parts.count)) }
}

extension Listing {
  /// Takes out the pictures in a folder and gives them.
  fileprivate mutating func takePictures(inside folder: EntryPath) -> [Picture] {
    let taken = pictures.filter { $0.path.isInside(folder) }
    pictures.removeAll { $0.path.isInside(folder) }
    return taken
  }
}
