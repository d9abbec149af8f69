/// What one IDX file holds: a header of big-endian numbers, then the values.
struct IDXContent {
  /// What a file has to hold.
  enum Kind { case images, labels }

  let dimensions: [Int]
  /// Where in `bytes` the values begin.
  let start: Int
  let bytes: [UInt8]
  /// Bytes of one value.
  private let width: Int

  /// Bytes or whole numbers of 32 bits, by the third byte of a file.
  private static let widths: [UInt8: Int] = [0x08: 1, 0x0c: 4]

  /// Checks the header against the file's size. Images are bytes in three dimensions; labels are bytes in one, or
  /// QMNIST's rows of eight numbers, of which the first is the class.
  init(_ bytes: [UInt8], file: String, _ kind: Kind) throws(DataError) {
    guard bytes.count >= 4 else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: 4), file: file)
    }
    let allowed: [[UInt8]] = kind == .images ? [[0, 0, 8, 3]] : [[0, 0, 8, 1], [0, 0, 12, 2]]
    guard allowed.contains(where: bytes.starts), let width = Self.widths[bytes[2]] else {
      let expected = allowed.map(\.hexadecimal).joined(separator: " or ")
      throw DataError.content(
        .malformed(byte: 0, reason: "it begins with \(bytes[0..<4].hexadecimal), not \(expected)"), file: file)
    }
    let rank = Int(bytes[3])
    let header = 4 + 4 * rank
    guard bytes.count >= header else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: header), file: file)
    }
    var dimensions: [Int] = []
    var total = width
    for index in 0..<rank {
      let at = 4 + 4 * index
      let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow, product <= 1 << 40 else {
        throw DataError.content(.malformed(byte: at, reason: "a length of \(length)"), file: file)
      }
      dimensions.append(length)
      total = product
    }
    guard bytes.count >= header + total else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: header + total), file: file)
    }
    guard bytes.count == header + total else {
      throw DataError.content(
        .wrongSize(bytes: bytes.count, expected: "\(header + total) as its header says"), file: file)
    }
    self.dimensions = dimensions
    self.width = width
    self.bytes = bytes
    start = header
  }

  var count: Int { dimensions[0] }

  /// The first value of each row.
  func labels(file: String) throws(DataError) -> [UInt8] {
    guard width > 1 else { return Array(bytes[start...]) }
    let row = width * (dimensions.dropFirst().first ?? 1)
    var labels: [UInt8] = []
    labels.reserveCapacity(count)
    for at in stride(from: start, to: bytes.count, by: row) {
      guard bytes[at..<at + width - 1].allSatisfy({ $0 == 0 }) else {
        throw DataError.content(
          .malformed(byte: at, reason: "label \(labels.count) is none from 0 to 255"), file: file)
      }
      labels.append(bytes[at + width - 1])
    }
    return labels
  }

  /// The images; EMNIST's are stored column by column.
  func images(isTransposed: Bool) -> StoredImages {
    let (height, width) = isTransposed ? (dimensions[2], dimensions[1]) : (dimensions[1], dimensions[2])
    return StoredImages(
      count: count, width: width, height: height, channels: 1, order: isTransposed ? .columns : .rows, start: start,
      bytes: bytes)
  }
}
