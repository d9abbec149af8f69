/// The binary layout: records of a label byte and 3,072 bytes of pixels, 1,024 of each channel, row by row.
enum BinaryBatches: DataLayout {
  static let title = "binary"
  static let signs = ["data_batch_1.bin"]
  static let side = 32
  static let record = 1 + 3 * side * side

  /// Appends the records of one file.
  static func read(_ bytes: [UInt8], file: String, classes: Int, into images: inout SplitImages) throws(DataError) {
    guard !bytes.isEmpty else {
      throw DataError.content(.wrongSize(bytes: 0, expected: "a multiple of \(record)"), file: file)
    }
    guard bytes.count % record == 0 else {
      let whole = bytes.count / record
      // Official batches have 10,000 records: less than that is a file cut short, anything else is another layout.
      throw DataError.content(
        whole < 10_000
          ? .truncated(bytes: bytes.count, expected: (whole + 1) * record)
          : .wrongSize(bytes: bytes.count, expected: "a multiple of \(record)"), file: file)
    }
    let count = bytes.count / record
    images.labels.reserveCapacity(images.labels.count + count)
    images.pixels.reserveCapacity(images.pixels.count + count * (record - 1))
    for start in stride(from: 0, to: bytes.count, by: record) {
      let label = bytes[start]
      guard label < classes else {
        throw DataError.content(.labelOutOfRange(byte: start, label: Int(label), classes: classes), file: file)
      }
      images.labels.append(label)
      images.pixels.append(contentsOf: bytes[start + 1..<start + record])
    }
  }

  static func keeps(_ name: EntryName) -> Bool { BatchName(name, isBinary: true) != nil }

  static func candidates(_ listing: Listing) -> [Candidate] {
    BatchName.roots(listing, isBinary: true).map { Candidate(layout: Self.self, root: $0) }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let names = try ClassNames(&listing, root: candidate.root)
    let classes = names.map { $0.names.map(\.text) } ?? DataSet.cifar10Classes
    guard classes.count <= 256 else { throw listing.error(.tooManyClasses(classes.count)) }
    let batches = try BatchFiles(&listing, root: candidate.root, isBinary: true)
    var splits: [ImageSet] = []
    for group in [batches.train, [batches.test]] {
      var images = SplitImages()
      let records = group.reduce(0) { $0 + $1.bytes.count / record }
      images.labels.reserveCapacity(records)
      images.pixels.reserveCapacity(records * (record - 1))
      for file in group { try read(file.bytes, file: file.path.text, classes: classes.count, into: &images) }
      splits.append(ImageSet(size: side, pixels: images.pixels, labels: images.labels))
    }
    var notices = names == nil ? ["batches.meta.txt is missing: CIFAR-10's class names are assumed"] : []
    notices += batches.notices(classes: classes)
    return ReadSet(
      classes: classes, train: splits[0], test: splits[1], notices: notices,
      isPublishedCIFAR10: Set(classes) == Set(DataSet.cifar10Classes))
  }
}
