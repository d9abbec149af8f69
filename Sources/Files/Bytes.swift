/// Puts little-endian numbers together to bytes.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet; room for `capacity` bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Adds the bytes of an integer, lowest first.
  package mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Adds bytes as they are.
  package mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Adds the bits of each value.
  package mutating func append(_ values: [Float]) {
    var position = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 4 * values.count))
    for value in values {
      let bits = value.bitPattern
      bytes[position] = UInt8(truncatingIfNeeded: bits)
      bytes[position + 1] = UInt8(truncatingIfNeeded: bits >> 8)
      bytes[position + 2] = UInt8(truncatingIfNeeded: bits >> 16)
      bytes[position + 3] = UInt8(truncatingIfNeeded: bits >> 24)
      position += 4
    }
  }
}

/// Takes little-endian numbers out of bytes; nil where the bytes end too early, and then nothing is taken.
package struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  /// At the start of `bytes`.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes are taken.
  package var isAtEnd: Bool { position == bytes.count }
  private var remaining: Int { bytes.count - position }

  /// The next 8 bytes as a number.
  package mutating func readUInt64() -> UInt64? {
    read(8)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The next 2 bytes as a number.
  package mutating func readUInt16() -> UInt16? {
    read(2)?.reversed().reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// The next 4 bytes as a number.
  package mutating func readUInt32() -> UInt32? {
    read(4)?.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The next `count` bytes.
  package mutating func read(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// The next 4 × `count` bytes as floats.
  package mutating func readFloats(_ count: Int) -> [Float]? {
    guard count >= 0, count <= remaining / 4 else { return nil }
    defer { position += 4 * count }
    return (0..<count).map { i in
      let at = position + 4 * i
      let low = UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8
      let high = UInt32(bytes[at + 2]) | UInt32(bytes[at + 3]) << 8
      return Float(bitPattern: low | high << 16)
    }
  }
}
