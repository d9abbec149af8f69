/// A picture of a set, and its class.
struct PictureMember {
  let picture: Listing.Picture
  let name: EntryName
  /// Where pictures stand by number: that of a flat name, the row of a list.
  var number = 0

  /// One in so many pictures may be lost.
  private static let toleratedShare = 10

  /// Those that were decoded. The others are counted, and an error when they are too many.
  static func decoded(_ splits: [[Self]], _ listing: inout Listing) throws(DataError) -> [[Self]] {
    var decoded: [[Self]] = []
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

  /// Whether so many of a list's files may be missing.
  static func tolerates(_ lost: Int, of all: Int) -> Bool { lost * toleratedShare <= all }

  /// The classes in the order of their labels: that of `names`, or of their bytes.
  static func order(
    _ present: Set<EntryName>, _ names: ClassNames?, _ listing: Listing
  ) throws(DataError) -> [EntryName] {
    guard present.count <= 256 else { throw listing.error(.tooManyClasses(present.count)) }
    if let names, let reason = names.misfit(present) {
      throw listing.error(.labelsDoNotFit(file: names.file, reason: reason))
    }
    let classes = names?.names ?? present.sorted()
    var seen: Set<String> = []
    if let alike = classes.first(where: { !seen.insert($0.text).inserted }) { throw listing.error(.alike(alike.text)) }
    return classes
  }

  /// The images, by class and then by path, or by number, and how many were not square. Throws where a class has none;
  /// `title` and `names` are for messages.
  static func images(
    _ members: [Self], _ classes: [EntryName], _ listing: Listing, byLabel: Bool, title: String,
    names: [String]? = nil
  ) throws(DataError) -> (set: ImageSet, notSquare: Int) {
    let labels = Dictionary(uniqueKeysWithValues: zip(classes, UInt8.min...UInt8.max))
    let ordered = members.map { (label: labels[$0.name]!, member: $0) }.sorted { left, right in
      let (first, second) = byLabel ? (Int(left.label), Int(right.label)) : (left.member.number, right.member.number)
      return first == second ? left.member.picture.path < right.member.picture.path : first < second
    }
    var images = SplitImages()
    images.pixels.reserveCapacity(ordered.count * 3 * listing.size * listing.size)
    for (label, member) in ordered {
      guard case .success(let (group, image)) = member.picture.outcome else { continue }
      images.labels.append(label)
      images.pixels.append(contentsOf: listing.pixels(group, image))
      images.files.append(ImageFile(path: member.picture.path, digest: member.picture.digest, sides: image.sides))
      if !image.sides.isSquare { images.notSquare += 1 }
    }
    let set = ImageSet(size: listing.size, pixels: images.pixels, labels: images.labels, files: images.files)
    if let empty = set.perClass(classes.count).firstIndex(of: 0) {
      throw listing.error(.emptyClass(name: names?[empty] ?? classes[empty].text, split: title))
    }
    return (set, images.notSquare)
  }
}
