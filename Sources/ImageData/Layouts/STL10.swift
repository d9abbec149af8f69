/// STL-10's binary layout: images of 96×96 in one file and their labels from 1 to 10 in another, of each split. Each channel
/// is stored column by column.
enum STL10: DataLayout {
  static let title = "STL-10"
  static let signs = ["train_X.bin"]

  private static let side = 96
  private static let names = "class_names.txt"

  private static func file(_ split: String, _ kind: String) -> String { "\(split)_\(kind).bin" }

  private static let files = ["train", "test"].flatMap { [file($0, "X"), file($0, "y")] }

  static func keeps(_ name: EntryName) -> Bool { (files + [names]).contains(name.text) }

  static func candidates(_ listing: Listing) -> [Candidate] {
    let roots = listing.files.filter { $0.path.name.map { files.contains($0.text) } == true }.map(\.path.folder)
    return Set(roots).sorted().map { Candidate(layout: Self.self, root: $0) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let names = try ClassNames(&listing, root: candidate.root, called: [names])
    let classes = names.map { $0.names.map(\.text) } ?? officialClasses
    guard classes.count < 256 else { throw listing.error(.tooManyClasses(classes.count)) }
    var sets: [ImageSet] = []
    for split in ["train", "test"] {
      let images = try take(file(split, "X"), candidate, &listing)
      let labels = try take(file(split, "y"), candidate, &listing)
      sets.append(try read(images, labels, classes: classes.count, listing))
    }
    return ReadSet(
      classes: classes, train: sets[0], test: sets[1],
      notices: names == nil ? ["\(Self.names) is missing: STL-10's class names are assumed"] : [])
  }

  private static func read(
    _ images: Entry, _ labels: Entry, classes: Int, _ listing: Listing
  ) throws(DataError) -> ImageSet {
    let expected = labels.bytes.count * 3 * side * side
    guard images.bytes.count == expected else {
      throw DataError.content(
        images.bytes.count < expected
          ? .truncated(bytes: images.bytes.count, expected: expected)
          : .wrongSize(
            bytes: images.bytes.count, expected: "\(expected) for the \(labels.bytes.count) labels beside it"),
        file: images.path.text)
    }
    if let byte = labels.bytes.firstIndex(where: { $0 < 1 || $0 > classes }) {
      throw DataError.content(
        .malformed(byte: byte, reason: "label \(labels.bytes[byte]), and the classes are 1 … \(classes)"),
        file: labels.path.text)
    }
    let stored = StoredImages(
      count: labels.bytes.count, width: side, height: side, channels: 3, order: .columns, start: 0, bytes: images.bytes)
    return try stored.images(
      labels.bytes.map { $0 - 1 }, listing.options, file: images.path.text, limits: listing.limits)
  }

  private static func take(
    _ name: String, _ candidate: Candidate, _ listing: inout Listing
  ) throws(DataError) -> Entry {
    let path = candidate.root.appending(EntryName(bytes: Array(name.utf8)))
    guard let file = listing.take({ $0.path == path }).first else { throw listing.error(.missing(name: name)) }
    return file
  }

  /// In the order of the labels.
  private static let officialClasses = [
    "airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck",
  ]
}
