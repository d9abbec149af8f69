/// CIFAR-10's binary layout: records of a label and the pixels.
enum BinaryBatches: DataLayout {
  static let title = "binary"
  static let signs = ["data_batch_1.bin"]
  static let side = ImageRecords.side
  static let record = 1 + ImageRecords.pixels
  static let records = ImageRecords(labels: 1, label: 0)

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
      let count = group.reduce(0) { $0 + $1.bytes.count / record }
      images.labels.reserveCapacity(count)
      images.pixels.reserveCapacity(count * ImageRecords.pixels)
      for file in group { try records.read(file.bytes, file: file.path.text, classes: classes.count, into: &images) }
      splits.append(ImageSet(size: side, pixels: images.pixels, labels: images.labels))
    }
    var notices = names == nil ? ["batches.meta.txt is missing: CIFAR-10's class names are assumed"] : []
    notices += batches.notices(classes: classes)
    return ReadSet(
      classes: classes, train: splits[0], test: splits[1], notices: notices,
      isPublishedCIFAR10: Set(classes) == Set(DataSet.cifar10Classes))
  }
}
