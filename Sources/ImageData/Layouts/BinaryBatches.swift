/// The binary layout: records of a label byte and 3,072 bytes of pixels, 1,024 of each channel, row by row.
enum BinaryBatches {
  static let side = 32
  static let record = 1 + 3 * side * side

  /// Appends the records of one file.
  static func read(_ bytes: [UInt8], file: String, classes: Int, into images: inout SplitImages) throws(DataError) {
    guard !bytes.isEmpty else {
      throw DataError.wrongSize(file: file, bytes: 0, expected: "a multiple of \(record)")
    }
    guard bytes.count % record == 0 else {
      let whole = bytes.count / record
      // Official batches have 10,000 records: less than that is a file cut short, anything else is another layout.
      throw whole < 10_000
        ? DataError.truncated(file: file, bytes: bytes.count, expected: (whole + 1) * record)
        : .wrongSize(file: file, bytes: bytes.count, expected: "a multiple of \(record)")
    }
    let count = bytes.count / record
    images.labels.reserveCapacity(images.labels.count + count)
    images.pixels.reserveCapacity(images.pixels.count + count * (record - 1))
    for start in stride(from: 0, to: bytes.count, by: record) {
      let label = bytes[start]
      guard label < classes else {
        throw DataError.labelOutOfRange(file: file, byte: start, label: Int(label), classes: classes)
      }
      images.labels.append(label)
      images.pixels.append(contentsOf: bytes[start + 1..<start + record])
    }
  }

  /// The class names of `batches.meta.txt` or `labels.txt`: one a line, blank lines left out.
  static func names(_ bytes: [UInt8]) -> [String] {
    let spaces: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let last = line.lastIndex(where: { !spaces.contains($0) }) else { return nil }
      return String(decoding: line[...last].drop { spaces.contains($0) }, as: UTF8.self)
    }
  }
}

extension BinaryBatches {
  /// The set that batch files make up.
  static func assemble(
    _ files: [EntryCollector.Held], names: [String]?, path: String
  ) throws(DataError) -> ReadSet {
    let classes = names ?? DataSet.cifar10Classes
    guard classes.count <= 256 else { throw DataError.tooManyClasses(path: path, count: classes.count) }
    let batches = try BatchFiles(files, path: path)
    var splits: [ImageSet] = []
    for group in [batches.train, [batches.test]] {
      var images = SplitImages()
      let records = group.reduce(0) { $0 + $1.bytes.count / record }
      images.labels.reserveCapacity(records)
      images.pixels.reserveCapacity(records * (record - 1))
      for file in group { try read(file.bytes, file: file.path, classes: classes.count, into: &images) }
      splits.append(ImageSet(size: side, pixels: images.pixels, labels: images.labels))
    }
    var notices = names == nil ? ["batches.meta.txt is missing: CIFAR-10's class names are assumed"] : []
    notices += batches.notices(classes: classes)
    return ReadSet(classes: classes, train: splits[0], valid: splits[1], notices: notices)
  }
}
