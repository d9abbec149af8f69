/// tiny-imagenet: `train/<wnid>/images/…` to learn from, `val/images/…` with their classes in `val_annotations.txt`, and a
/// test without labels. `wnids.txt` decides the order of the classes, `words.txt` says what they are called.
enum TinyImageNet: DataLayout {
  static let title = "tiny-imagenet"
  static let signs = ["wnids.txt"]

  private static let annotations = "val_annotations.txt"
  private static let order = "wnids.txt"
  private static let words = "words.txt"
  /// The longest of these files.
  private static let limit = 1 << 24

  private static func name(_ text: String) -> EntryName { EntryName(bytes: Array(text.utf8)) }

  static func keeps(_ name: EntryName) -> Bool { [annotations, order, words].contains(name.text) }

  static func candidates(_ listing: Listing) -> [Candidate] {
    listing.files.filter { $0.path.name?.text == annotations && $0.path.folder.name?.text == "val" }.map {
      Candidate(layout: Self.self, root: $0.path.folder.folder, claimsPictures: true)
    }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let root = candidate.root
    let folder = root.appending(name("train"))
    let train = listing.takePictures(inside: folder).compactMap { picture -> PictureMember? in
      let inner = picture.path.parts.dropFirst(folder.depth)
      guard inner.count > 1, let wnid = inner.first else {
        listing.unread.note(.misplaced, picture.path.text)
        return nil
      }
      return PictureMember(picture: picture, name: wnid)
    }
    let valid = try listed(root.appending(name("val")), &listing)
    let test = root.appending(name("test"))
    for picture in listing.takePictures(inside: test) {
      listing.unread.note(.leftAside(test.text), picture.path.text)
    }
    for (pictures, split) in [(train, "train"), (valid, "val")] where pictures.isEmpty {
      throw listing.error(.noImages(split: split))
    }
    let wnids = try order(Set(train.map(\.name)), root, &listing)
    if let other = valid.first(where: { !wnids.contains($0.name) }) {
      throw listing.error(
        .labelsDoNotFit(file: annotations, reason: "\(other.name.text) is no class of train"))
    }
    let names = try spelled(wnids, root, &listing)
    var sets: [ImageSet] = []
    var notSquare = 0
    for (pictures, split) in zip(try PictureMember.decoded([train, valid], &listing), ["train", "val"]) {
      let images = try PictureMember.images(pictures, wnids, listing, byLabel: true, title: split, names: names)
      notSquare += images.notSquare
      sets.append(images.set)
    }
    return ReadSet(classes: names, train: sets[0], valid: sets[1], notSquare: notSquare)
  }

  /// The pictures of a folder that its list has, a line each: the file's name, a tab, its class, and what else there is.
  private static func listed(_ folder: EntryPath, _ listing: inout Listing) throws(DataError) -> [PictureMember] {
    let path = folder.appending(name(annotations))
    guard let list = listing.take({ $0.path == path }).first else { throw listing.error(.missing(name: path.text)) }
    var classes: [EntryName: EntryName] = [:]
    for line in try lines(of: list) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count > 1,
        classes.updateValue(EntryName(bytes: Array(fields[1])), forKey: EntryName(bytes: Array(fields[0]))) == nil
      else {
        throw listing.error(
          .labelsDoNotFit(file: path.text, reason: "a line reads \(EntryName(bytes: Array(line)).text)"))
      }
    }
    var pictures: [PictureMember] = []
    for picture in listing.takePictures(inside: folder) {
      if let wnid = picture.path.name.flatMap({ classes.removeValue(forKey: $0) }) {
        pictures.append(PictureMember(picture: picture, name: wnid))
      } else {
        listing.unread.note(.unlisted(path.text), picture.path.text)
      }
    }
    if let lost = classes.keys.min() {
      throw listing.error(.missing(name: folder.appending(name("images")).appending(lost).text))
    }
    return pictures
  }

  private static func lines(of file: Entry) throws(DataError) -> [ArraySlice<UInt8>] {
    guard file.bytes.count <= limit else {
      throw DataError.content(
        .tooLarge(what: "\(file.bytes.count) bytes", limit: "\(limit) bytes"), file: file.path.text)
    }
    return file.bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// The classes in the order of the list, or of their bytes.
  private static func order(
    _ present: Set<EntryName>, _ root: EntryPath, _ listing: inout Listing
  ) throws(DataError) -> [EntryName] {
    guard present.count <= 256 else { throw listing.error(.tooManyClasses(present.count)) }
    guard let list = try ClassNames(&listing, root: root, called: [order]) else { return present.sorted() }
    if let reason = list.misfit(present) { throw listing.error(.labelsDoNotFit(file: list.file, reason: reason)) }
    return list.names
  }

  /// What the classes are called: the first of their words, or all where several begin alike; without a list as their
  /// folders are.
  private static func spelled(
    _ wnids: [EntryName], _ root: EntryPath, _ listing: inout Listing
  ) throws(DataError) -> [String] {
    let path = root.appending(name(words))
    guard let file = listing.take({ $0.path == path }).first else { return wnids.map(\.text) }
    let wanted = Set(wnids)
    var words: [EntryName: String] = [:]
    for line in try lines(of: file) {
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      let wnid = EntryName(bytes: Array(fields[0]))
      if fields.count > 1, wanted.contains(wnid) { words[wnid] = EntryName(bytes: Array(fields[1])).text }
    }
    let all = wnids.map { words[$0] ?? $0.text }
    let first = all.map { String($0.prefix { $0 != "," }) }
    return first.indices.map { index in
      first.count { $0 == first[index] } == 1
        ? first[index] : all.count { $0 == all[index] } == 1 ? all[index] : "\(all[index]) (\(wnids[index].text))"
    }
  }
}
