/// CIFAR-100's binary layout: one file a split, records of a coarse label, a fine label and the pixels.
enum CIFAR100Binary: DataLayout {
  static let title = "CIFAR-100 binary"
  static let signs = ["train.bin"]

  private static let splits = ["train.bin", "test.bin"]

  private static func namesFile(_ level: LabelLevel) -> String { "\(level.rawValue)_label_names.txt" }

  static func keeps(_ name: EntryName) -> Bool {
    (splits + LabelLevel.allCases.map(namesFile)).contains(name.text)
  }

  static func candidates(_ listing: Listing) -> [Candidate] {
    let roots = listing.files.filter { $0.path.name.map { splits.contains($0.text) } == true }.map(\.path.folder)
    return Set(roots).sorted().map { Candidate(layout: Self.self, root: $0) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let level = listing.options.labels
    var notices: [String] = []
    var classes = (0..<level.count).map(String.init)
    for other in LabelLevel.allCases {
      let names = try ClassNames(&listing, root: candidate.root, called: [namesFile(other)])
      guard other == level else { continue }
      if let names { classes = names.names.map(\.text) }
      if names == nil { notices = ["\(namesFile(level)) is missing: the classes are called by their numbers"] }
    }
    guard classes.count <= 256 else { throw listing.error(.tooManyClasses(classes.count)) }
    let records = ImageRecords(labels: 2, label: level == .coarse ? 0 : 1)
    var sets: [ImageSet] = []
    for name in splits {
      let path = candidate.root.appending(EntryName(bytes: Array(name.utf8)))
      guard let file = listing.take({ $0.path == path }).first else { throw listing.error(.missing(name: name)) }
      var images = SplitImages()
      try records.read(file.bytes, file: path.text, classes: classes.count, into: &images)
      sets.append(ImageSet(size: ImageRecords.side, pixels: images.pixels, labels: images.labels))
    }
    return ReadSet(classes: classes, train: sets[0], test: sets[1], notices: notices, hasCoarseLabels: true)
  }
}

extension LabelLevel {
  /// CIFAR-100's classes of this level.
  var count: Int {
    switch self {
    case .fine: 100
    case .coarse: 20
    }
  }
}
