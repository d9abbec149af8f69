/// Pictures that a list names: a CSV file with a column of files and one of labels, maybe one of the parts of the set.
/// Files stand relative to the list, or all in one folder beside it. Of several lists each is a part by its name.
enum ListFiles: DataLayout {
  static let title = "list"
  static let signs: [String] = []

  static func keeps(_ name: EntryName) -> Bool { ImageList.keeps(name) }

  /// Kaggle packs the pictures of `trainLabels.csv` so, beside it.
  static func unpacks(_ name: EntryName) -> Bool { name.text == "train.7z" }

  /// Kaggle's examples of what is to be handed in: their labels are none.
  private static let submissions: Set = ["samplesubmission.csv", "sample_submission.csv"]

  static func candidates(_ listing: Listing) -> [Candidate] {
    let lists = self.lists(listing)
    let roles = lists.compactMap { role(of: $0.path) }
    guard lists.count < 2 || Set(roles).count < lists.count || !Set(roles).contains(.train) else {
      return [Candidate(layout: Self.self, root: .root, evidence: evidence(lists, listing))]
    }
    return lists.map { list in
      Candidate(
        layout: Self.self, root: list.path.folder, prefix: list.path.name!.text, evidence: evidence([list], listing))
    }
  }

  /// A list of most of the pictures says more than the folders they stand in.
  private static func evidence(_ lists: [Entry], _ listing: Listing) -> Candidate.Evidence {
    let files = NamedFiles(listing.pictures.map(\.path))
    let named = lists.reduce(0) { sum, entry in
      sum + ((try? ImageList(entry, limits: listing.limits)).map { found($0, files, listing) } ?? 0)
    }
    return 2 * named >= listing.pictures.count ? .list : .listOfFew
  }

  /// Those with the header of a list, of which one line at least is a picture's, or wrong.
  private static func lists(_ listing: Listing) -> [Entry] {
    let files = NamedFiles(listing.pictures.map(\.path))
    return listing.files.filter { entry in
      guard let name = entry.path.name, keeps(name), !submissions.contains(name.text.lowercased()),
        ImageList.hasHeader(entry.bytes)
      else { return false }
      guard let list = try? ImageList(entry, limits: listing.limits) else { return true }
      return found(list, files, listing) > 0
    }
  }

  private static func found(_ list: ImageList, _ files: NamedFiles, _ listing: Listing) -> Int {
    guard let base = base(of: list, files, listing) else { return 0 }
    return list.rows.count { row in list.place(of: row, in: base).map { !files[$0].isEmpty } ?? false }
  }

  /// The folder that the paths begin in: the list's, or the one in it where the pictures are; of several that which is
  /// the same part of the set as the list.
  private static func base(of list: ImageList, _ files: NamedFiles, _ listing: Listing) -> EntryPath? {
    func holds(_ folder: EntryPath) -> Bool {
      list.rows.contains { row in list.place(of: row, in: folder).map { !files[$0].isEmpty } ?? false }
    }
    let folder = list.path.folder
    guard !holds(folder) else { return folder }
    let inner = Set(listing.pictures.map(\.path.folder).filter { $0.isInside(folder) }).sorted().filter(holds)
    guard inner.count > 1 else { return inner.first }
    let role = role(of: list.path)
    let fitting = inner.filter { role != nil && $0.name.flatMap(SplitRole.init) == role }
    // The same pictures may stand in the folder and in the archive that it came from.
    let outermost = fitting.min { $0.parts.count < $1.parts.count }
    return fitting.count { $0.parts.count == outermost?.parts.count } == 1 ? outermost : nil
  }

  /// What the name of a list says, `train.csv`, `trainLabels.csv`, or that of its folder.
  private static func role(of list: EntryPath) -> SplitRole? {
    var stem = list.name.map { EntryName(bytes: Array($0.stemAndExtension.stem)).text } ?? ""
    if stem.lowercased().hasSuffix("labels") { stem.removeLast("labels".count) }
    return SplitRole(EntryName(bytes: Array(stem.utf8))) ?? list.folder.name.flatMap(SplitRole.init)
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let paths = Set(
      lists(listing).map(\.path).filter { path in
        candidate.prefix.isEmpty || (path.folder == candidate.root && path.name?.text == candidate.prefix)
      })
    let names = try ClassNames(&listing, root: candidate.root)
    var members: [SplitRole: [PictureMember]] = [:]
    var taken: Set<Int> = []
    for entry in listing.take({ paths.contains($0.path) }).sorted(by: { $0.path < $1.path }) {
      let list = try ImageList(entry, limits: listing.limits)
      let whole = paths.count > 1 ? role(of: list.path) ?? .train : .train
      for (role, index, label, number) in try pictures(list, whole, &listing) {
        guard taken.insert(index).inserted else {
          throw listing.error(.listedTwice(file: listing.pictures[index].path.text, list: list.path.text))
        }
        members[role, default: []].append(
          PictureMember(picture: listing.pictures[index], name: label, number: number))
      }
    }
    let shown = paths.map(\.text).sorted().joined(separator: ", ")
    for (index, picture) in listing.pictures.enumerated() where !taken.contains(index) {
      listing.unread.note(.unlisted(shown), picture.path.text)
    }
    listing.pictures = []
    return try readSet(members, names, &listing)
  }

  private static func readSet(
    _ members: [SplitRole: [PictureMember]], _ names: ClassNames?, _ listing: inout Listing
  ) throws(DataError) -> ReadSet {
    let roles = SplitRole.allCases.filter { members[$0] != nil }
    guard let train = members[.train] else { throw listing.error(.noImages(split: "train")) }
    let present = Set(train.map(\.name))
    for role in roles {
      let others = Set(members[role]!.map(\.name))
      guard others != present else { continue }
      throw listing.error(
        .classesDiffer(
          onlyTrain: present.subtracting(others).sorted().map(\.text),
          onlyValid: others.subtracting(present).sorted().map(\.text), valid: role.rawValue))
    }
    let classes = inNumbersOrder(try PictureMember.order(present, names, listing), unless: names != nil)
    let decoded = try PictureMember.decoded(roles.map { members[$0]! }, &listing)
    var sets: [SplitRole: ImageSet] = [:]
    var notSquare = 0
    for (role, members) in zip(roles, decoded) {
      let images = try PictureMember.images(members, classes, listing, byLabel: false, title: role.rawValue)
      sets[role] = images.set
      notSquare += images.notSquare
    }
    return ReadSet(
      classes: classes.map(\.text), train: sets[.train]!, valid: sets[.valid], test: sets[.test],
      notSquare: notSquare)
  }

  /// Labels that are numbers stand in their order: 2 before 10.
  private static func inNumbersOrder(_ classes: [EntryName], unless isGiven: Bool) -> [EntryName] {
    let numbers = classes.compactMap { Int($0.text) }
    guard !isGiven, numbers.count == classes.count else { return classes }
    return zip(numbers, classes).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The pictures of a list, by their index, in its order. Rows that say the same again are counted.
  private static func pictures(
    _ list: ImageList, _ whole: SplitRole, _ listing: inout Listing
  ) throws(DataError) -> [(role: SplitRole, picture: Int, label: EntryName, number: Int)] {
    let files = NamedFiles(listing.pictures.map(\.path))
    let base = base(of: list, files, listing) ?? list.path.folder
    for _ in 0..<list.unlabelled { listing.unread.note(.unlabelled, list.path.text) }
    var seen: [Int: (role: SplitRole, label: EntryName)] = [:]
    var missing = 0
    var pictures: [(role: SplitRole, picture: Int, label: EntryName, number: Int)] = []
    for row in list.rows {
      let role = row.role ?? whole
      let named = list.place(of: row, in: base).map { files[$0] } ?? []
      guard named.count < 2 else {
        throw DataError.content(
          .badLine(row.line, reason: "\(EntryName(bytes: row.file).text) can be more than one file"),
          file: list.path.text)
      }
      guard let picture = named.first else {
        missing += 1
        listing.unread.note(.missing, EntryName(bytes: row.file).text)
        continue
      }
      if let before = seen[picture] {
        guard before == (role, row.label) else {
          throw DataError.content(
            .badLine(row.line, reason: "\(EntryName(bytes: row.file).text) was listed before, otherwise"),
            file: list.path.text)
        }
        listing.unread.note(.repeated, EntryName(bytes: row.file).text)
        continue
      }
      seen[picture] = (role, row.label)
      pictures.append((role, picture, row.label, row.line))
    }
    guard PictureMember.tolerates(missing, of: list.rows.count) else {
      throw listing.error(.listDoesNotFit(list: list.path.text, missing: missing, listed: list.rows.count))
    }
    return pictures
  }
}
