import Foundation

/// MNIST's layout and that of its kin, EMNIST, KMNIST, QMNIST and Fashion-MNIST: a file of grey images and one of labels
/// for each split.
enum IDXFiles: DataLayout {
  static let title = "idx"
  static let signs = ["train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"]

  /// What the name of a file says: `train-images-idx3-ubyte`, maybe `.gz`, maybe with the set's name before it.
  private struct Name {
    let prefix: String
    let isTest: Bool
    let kind: IDXContent.Kind
    let isPacked: Bool

    private static let endings: [(text: String, kind: IDXContent.Kind)] = [
      ("-images-idx3-ubyte", .images), ("-labels-idx1-ubyte", .labels), ("-labels-idx2-int", .labels),
    ]

    init?(_ name: EntryName) {
      // Some write `train-images.idx3-ubyte`.
      var stem = name.text.replacing(".idx", with: "-idx")[...]
      isPacked = stem.hasSuffix(".gz")
      if isPacked { stem = stem.dropLast(3) }
      guard let ending = Self.endings.first(where: { stem.hasSuffix($0.text) }) else { return nil }
      kind = ending.kind
      stem = stem.dropLast(ending.text.count)
      guard let split = ["train", "t10k", "test"].first(where: stem.hasSuffix) else { return nil }
      isTest = split != "train"
      prefix = String(stem.dropLast(split.count))
    }
  }

  static func keeps(_ name: EntryName) -> Bool { Name(name) != nil || EMNISTMapping.keeps(name) }

  /// One of several sets in a folder, where `path` is the folder and what the names of its files begin with:
  /// `emnist/emnist-letters`; nil where there is none.
  static func oneOfSeveral(_ path: String, limits: DataLimits) -> FolderSource? {
    let (folder, start) = ((path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasPrefix(start) }.map { EntryName(bytes: Array($0.utf8)) }.filter(keeps)
    guard files.contains(where: { Name($0) != nil }) else { return nil }
    return FolderSource(path: folder, limits: limits, only: NamedPlaces(files.map { EntryPath([$0]) }))
  }

  static func candidates(_ listing: Listing) -> [Candidate] {
    var seen: Set<String> = []
    return listing.files.compactMap { file in
      guard let name = file.path.name.flatMap(Name.init) else { return nil }
      let candidate = Candidate(
        layout: Self.self, root: file.path.folder, prefix: name.prefix)
      return seen.insert(candidate.title).inserted ? candidate : nil
    }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let mapping = try EMNISTMapping(&listing, candidate)
    var splits: [(images: StoredImages, labels: [UInt8], file: String)] = []
    for isTest in [false, true] {
      let split = candidate.prefix + (isTest ? "t10k" : "train")
      let imagesFile = try pick(candidate, isTest, .images, "\(split)-images-idx3-ubyte", &listing)
      let labelsFile = try pick(candidate, isTest, .labels, "\(split)-labels-idx1-ubyte", &listing)
      let images = try IDXContent(imagesFile.bytes, file: imagesFile.path.text, .images)
      let labels = try IDXContent(labelsFile.bytes, file: labelsFile.path.text, .labels)
      guard images.count == labels.count else {
        throw DataError.content(
          .malformed(byte: 4, reason: "\(labels.count) labels for \(images.count) images"), file: labelsFile.path.text)
      }
      splits.append(
        (
          images.images(isTransposed: candidate.prefix.hasPrefix("emnist")),
          try labels.labels(file: labelsFile.path.text), imagesFile.path.text
        ))
    }
    let (classes, labels) = try classes(
      splits.map(\.labels), mapping, listing, path: "\(listing.path)/\(candidate.root.text)")
    var sets: [ImageSet] = []
    for (split, labels) in zip(splits, labels) {
      sets.append(
        try split.images.images(labels, listing.options, file: split.file, limits: listing.limits))
    }
    return ReadSet(
      classes: classes, train: sets[0], test: sets[1],
      notSquare: splits.reduce(0) { $0 + ($1.images.isWhole ? 0 : $1.images.count) })
  }

  /// The file for a part, unpacked; of two the one that is not packed.
  private static func pick(
    _ candidate: Candidate, _ isTest: Bool, _ kind: IDXContent.Kind, _ name: String, _ listing: inout Listing
  ) throws(DataError) -> Entry {
    let paths = listing.files.map(\.path).filter { path in
      guard let name = path.name.flatMap(Name.init) else { return false }
      return path.folder == candidate.root && name.prefix == candidate.prefix && name.isTest == isTest
        && name.kind == kind
    }
    guard let path = paths.min(), let file = listing.take({ $0.path == path }).first else {
      throw listing.error(.missing(name: name))
    }
    guard Name(file.path.name!)!.isPacked else { return file }
    let bytes = try GzipStream.unpack(file.bytes, name: file.path.text, limits: listing.limits)
    return Entry(path: file.path, bytes: bytes)
  }

  /// Fashion-MNIST's names, known by its first labels or its path, or those of a mapping, else the labels' numbers.
  private static func classes(
    _ splits: [[UInt8]], _ mapping: EMNISTMapping?, _ listing: Listing, path: String
  ) throws(DataError) -> (names: [String], labels: [[UInt8]]) {
    let highest = splits.joined().max() ?? 0
    let isFashion = splits[0].starts(with: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]) || path.lowercased().contains("fashion")
    if isFashion, highest < fashionClasses.count { return (fashionClasses, splits) }
    let numbered = try NumberedClasses(splits, listing)
    let names = try mapping.map { mapping throws(DataError) in try mapping.names(of: numbered.names, listing) }
    return (names ?? numbered.names, splits.map(numbered.counted))
  }

  /// Fashion-MNIST's classes in the order of its labels.
  static let fashionClasses = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]
}
