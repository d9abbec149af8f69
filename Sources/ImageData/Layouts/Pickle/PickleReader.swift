/// The bytes of a pickle and the place that the parser has reached: what opcodes take their arguments with.
struct PickleReader {
  let bytes: [UInt8]
  let file: String
  private(set) var at = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  func broken(_ byte: Int, _ reason: String) -> DataError {
    .content(.malformed(byte: byte, reason: reason), file: file)
  }

  /// Text or bytes as text.
  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func byte() throws(DataError) -> UInt8 {
    guard at < bytes.count else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: bytes.count + 1), file: file)
    }
    at += 1
    return bytes[at - 1]
  }

  mutating func take(_ count: Int) throws(DataError) -> Range<Int> {
    guard count >= 0, count <= bytes.count - at else {
      let (end, overflow) = at.addingReportingOverflow(count)
      guard count >= 0, !overflow else { throw broken(at, "an impossible length") }
      throw DataError.content(.truncated(bytes: bytes.count, expected: end), file: file)
    }
    at += count
    return at - count..<at
  }

  mutating func little(_ count: Int) throws(DataError) -> Int {
    let range = try take(count)
    return Int(truncatingIfNeeded: bytes[range].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// LONG1: any number of bytes, of which eight are enough here.
  mutating func long(_ start: Int) throws(DataError) -> Int {
    let count = try little(1)
    guard count <= 8 else { throw broken(start, "a number of \(count) bytes") }
    guard count > 0 else { return 0 }
    let value = try little(count)
    let unused = 64 - 8 * count
    return (value << unused) >> unused
  }

  mutating func line() throws(DataError) -> Range<Int> {
    guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: bytes.count + 1), file: file)
    }
    defer { at = end + 1 }
    return at..<end
  }

  mutating func quoted(_ start: Int) throws(DataError) -> Range<Int> {
    let range = try line()
    guard range.count >= 2, let quote = bytes[range].first, quote == bytes[range].last,
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), !bytes[range].contains(UInt8(ascii: "\\"))
    else { throw broken(start, "a string that is not plainly quoted") }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  mutating func decimal(_ start: Int) throws(DataError) -> Int {
    let range = try line()
    var text = string(range.prefix(24))
    if text.hasSuffix("L") { text.removeLast() }
    guard range.count <= 24, let value = Int(text) else { throw broken(start, "a number that is none") }
    return value
  }

  func latin1(_ text: Range<Int>, _ start: Int) throws(DataError) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var index = text.lowerBound
    while index < text.upperBound {
      let first = bytes[index]
      if first < 0x80 {
        decoded.append(first)
        index += 1
        continue
      }
      guard first == 0xc2 || first == 0xc3, index + 1 < text.upperBound, bytes[index + 1] & 0xc0 == 0x80 else {
        throw broken(index, "text that is not Latin-1")
      }
      decoded.append((first & 3) << 6 | (bytes[index + 1] & 0x3f))
      index += 2
    }
    return decoded
  }
}
