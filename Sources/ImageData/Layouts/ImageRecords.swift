/// Records of label bytes and 3,072 bytes of pixels: 1,024 of each channel, row by row.
struct ImageRecords {
  /// Label bytes of each record.
  let labels: Int
  /// Which of them counts.
  let label: Int

  static let side = 32
  static let pixels = 3 * side * side
  /// Images of an official file: with fewer whole records before its end, a file was cut short.
  private static let officialRecords = 10_000

  private var record: Int { labels + Self.pixels }

  /// Appends the records of one file.
  func read(_ bytes: [UInt8], file: String, classes: Int, into images: inout SplitImages) throws(DataError) {
    guard !bytes.isEmpty else {
      throw DataError.content(.wrongSize(bytes: 0, expected: "a multiple of \(record)"), file: file)
    }
    guard bytes.count % record == 0 else {
      let whole = bytes.count / record
      throw DataError.content(
        whole < Self.officialRecords
          ? .truncated(bytes: bytes.count, expected: (whole + 1) * record)
          : .wrongSize(bytes: bytes.count, expected: "a multiple of \(record)"), file: file)
    }
    let count = bytes.count / record
    images.labels.reserveCapacity(images.labels.count + count)
    images.pixels.reserveCapacity(images.pixels.count + count * Self.pixels)
    for start in stride(from: 0, to: bytes.count, by: record) {
      let value = bytes[start + label]
      guard value < classes else {
        throw DataError.content(
          .labelOutOfRange(byte: start + label, label: Int(value), classes: classes), file: file)
      }
      images.labels.append(value)
      images.pixels.append(contentsOf: bytes[start + labels..<start + record])
    }
  }
}
