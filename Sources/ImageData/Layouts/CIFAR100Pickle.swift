/// CIFAR-100's Python layout: one pickle a split, with `data`, `fine_labels` and `coarse_labels`, and `meta` with the
/// names of both.
enum CIFAR100Pickle: DataLayout {
  static let title = "CIFAR-100 pickle"
  static let signs = ["meta"]

  private static let splits = ["train", "test"]
  private static let meta = "meta"

  static func keeps(_ name: EntryName) -> Bool { (splits + [meta]).contains(name.text) }

  /// A folder with at least two of the three files: single files are often called so.
  static func candidates(_ listing: Listing) -> [Candidate] {
    let files = listing.files.filter { $0.path.name.map(keeps) == true }
    return Dictionary(grouping: files, by: \.path.folder).filter { $1.count > 1 }.keys.sorted().map {
      Candidate(layout: Self.self, root: $0)
    }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let level = listing.options.labels
    var classes = (0..<level.count).map(String.init)
    var notices = ["\(meta) is missing: the classes are called by their numbers"]
    if let file = take(meta, candidate, &listing) {
      classes = try PickledBatches.names(
        file.bytes, file: file.path.text, key: "\(level.rawValue)_label_names", limits: listing.limits)
      notices = []
    }
    var sets: [ImageSet] = []
    for name in splits {
      guard let file = take(name, candidate, &listing) else { throw listing.error(.missing(name: name)) }
      var images = SplitImages()
      try PickledBatches.read(
        file.bytes, file: file.path.text, key: "\(level.rawValue)_labels", classes: classes.count,
        limits: listing.limits, into: &images)
      sets.append(ImageSet(size: PickledBatches.side, pixels: images.pixels, labels: images.labels))
    }
    return ReadSet(classes: classes, train: sets[0], test: sets[1], notices: notices, hasCoarseLabels: true)
  }

  private static func take(_ name: String, _ candidate: Candidate, _ listing: inout Listing) -> Entry? {
    let path = candidate.root.appending(EntryName(bytes: Array(name.utf8)))
    return listing.take { $0.path == path }.first
  }
}
