/// The Python layout: a dictionary with `data`, an array of n × 3,072 bytes, and `labels`, a list of n numbers.
enum PickledBatches: DataLayout {
  static let title = "pickle"
  static let signs = ["data_batch_1"]
  static let side = BinaryBatches.side

  /// Appends one file's images; `key` says which labels.
  static func read(
    _ bytes: [UInt8], file: String, key: String = "labels", classes: Int, limits: DataLimits,
    into images: inout SplitImages
  ) throws(DataError) {
    var parser = PickleParser(bytes, file: file, limits: limits)
    let root = try parser.parse()
    guard case .array(let index)? = parser.entry("data", of: root),
      case .list(let list)? = parser.entry(key, of: root)
    else { throw parser.broken(0, "a dictionary with an array data and a list \(key) is expected") }
    let array = parser.arrays[index]
    let labels = parser.sequences[list]
    let imageBytes = 3 * side * side
    guard array.shape == [labels.count, imageBytes] else {
      throw parser.broken(0, "data of shape \(array.shape) for \(labels.count) labels of \(imageBytes) bytes each")
    }
    let pixels: ArraySlice<UInt8>
    switch array.content {
    case .text(let range): pixels = bytes[range]
    case .blob(let blob): pixels = parser.blobs[blob][...]
    default: throw parser.broken(0, "an array without its bytes")
    }
    guard pixels.count == labels.count * imageBytes else {
      throw parser.broken(0, "\(pixels.count) bytes of data for \(labels.count) images")
    }
    for (position, label) in labels.enumerated() {
      guard case .whole(let label) = label else { throw parser.broken(0, "label \(position) is no number") }
      guard label >= 0, label < classes else {
        throw DataError.content(.labelOutOfRange(byte: position, label: label, classes: classes), file: file)
      }
      images.labels.append(UInt8(label))
    }
    images.pixels.append(contentsOf: pixels)
  }

  /// The names in `batches.meta`, or in whatever file has them under `key`.
  static func names(
    _ bytes: [UInt8], file: String, key: String = "label_names", limits: DataLimits
  ) throws(DataError) -> [String] {
    var parser = PickleParser(bytes, file: file, limits: limits)
    let root = try parser.parse()
    guard case .list(let list)? = parser.entry(key, of: root) else {
      throw parser.broken(0, "a dictionary with a list \(key) is expected")
    }
    var names: [String] = []
    for name in parser.sequences[list] {
      guard names.count < 256 else { throw parser.broken(0, "more class names than a label can tell apart") }
      guard let name = parser.string(name) else { throw parser.broken(0, "a class name that is no text") }
      names.append(name)
    }
    return names
  }

  static func keeps(_ name: EntryName) -> Bool {
    name.text == "batches.meta" || BatchName(name, isBinary: false) != nil
  }

  static func candidates(_ listing: Listing) -> [Candidate] {
    BatchName.roots(listing, isBinary: false).map { Candidate(layout: Self.self, root: $0) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let batches = try BatchFiles(&listing, root: candidate.root, isBinary: false)
    var classes = DataSet.cifar10Classes
    var notices = ["batches.meta is missing: CIFAR-10's class names are assumed"]
    let meta = EntryPath(candidate.root.parts + [EntryName(bytes: Array("batches.meta".utf8))])
    if let meta = listing.take({ $0.path == meta }).first {
      classes = try names(meta.bytes, file: meta.path.text, limits: listing.limits)
      notices = []
    }
    guard classes.count <= 256 else { throw listing.error(.tooManyClasses(classes.count)) }
    var splits: [ImageSet] = []
    for group in [batches.train, [batches.test]] {
      var images = SplitImages()
      images.pixels.reserveCapacity(group.reduce(0) { $0 + $1.bytes.count })
      for file in group {
        try read(file.bytes, file: file.path.text, classes: classes.count, limits: listing.limits, into: &images)
      }
      splits.append(ImageSet(size: side, pixels: images.pixels, labels: images.labels))
    }
    return ReadSet(
      classes: classes, train: splits[0], test: splits[1], notices: notices + batches.notices(classes: classes),
      isPublishedCIFAR10: Set(classes) == Set(DataSet.cifar10Classes))
  }
}
