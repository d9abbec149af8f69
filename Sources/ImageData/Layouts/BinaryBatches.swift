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
    return ReadSet(classes: classes, train: splits[0], valid: splits[1], notices: notices)
  }
}

/// What the name of a batch file says: `data_batch_1.bin`, `test_batch`.
struct BatchName {
  let isTest: Bool
  let number: Int

  init?(_ name: EntryName, isBinary: Bool) {
    var stem = name.text
    if isBinary {
      guard stem.hasSuffix(".bin") else { return nil }
      stem.removeLast(4)
    }
    if stem == "test_batch" {
      (isTest, number) = (true, 0)
    } else if stem.hasPrefix("data_batch_"), let number = Int(stem.dropFirst(11)), number > 0 {
      (isTest, self.number) = (false, number)
    } else {
      return nil
    }
  }

  /// The folders that hold batches.
  static func roots(_ listing: Listing, isBinary: Bool) -> [EntryPath] {
    let batches = listing.files.filter { $0.path.name.flatMap { BatchName($0, isBinary: isBinary) } != nil }
    return Set(batches.map { $0.path.folder }).sorted()
  }
}

/// Numbered training batches and the test batch: all there, each once, in order.
struct BatchFiles {
  let train: [Entry]
  let test: Entry

  /// Takes the batches of `root`.
  init(_ listing: inout Listing, root: EntryPath, isBinary: Bool) throws(DataError) {
    let ending = isBinary ? ".bin" : ""
    let files = listing.take { $0.path.isInside(root) && BatchName($0.path.name!, isBinary: isBinary) != nil }
    let named = files.map { (name: BatchName($0.path.name!, isBinary: isBinary)!, file: $0) }
    let numbered = named.filter { !$0.name.isTest }.sorted { $0.name.number < $1.name.number }
    guard let test = named.first(where: \.name.isTest) else {
      throw listing.error(.missing(name: "test_batch\(ending)"))
    }
    guard !numbered.isEmpty else { throw listing.error(.missing(name: "data_batch_1\(ending)")) }
    for (index, batch) in numbered.enumerated() where batch.name.number != index + 1 {
      throw listing.error(
        index > 0 && batch.name.number == numbered[index - 1].name.number
          ? .several(numbered[index - 1...index].map(\.file.path.text))
          : .missing(name: "data_batch_\(index + 1)\(ending)"))
    }
    train = numbered.map(\.file)
    self.test = test.file
  }

  /// CIFAR-10 has five training batches; fewer are used, and said to be fewer.
  func notices(classes: [String]) -> [String] {
    guard Set(classes) == Set(DataSet.cifar10Classes), train.count < 5 else { return [] }
    return ["only \(train.count) of CIFAR-10's 5 training batches are there"]
  }
}
