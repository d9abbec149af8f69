/// FNV-1a of 64 bits over the bit patterns of figures. All that is not a number counts as the same: its sign and payload
/// are nobody's.
package struct Digest {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Of nothing yet.
  package init() {}

  /// Adds the eight bytes of a figure.
  package mutating func add(_ value: Double) { add(value.isNaN ? Double.nan.bitPattern : value.bitPattern, bytes: 8) }

  /// Adds the four bytes of each figure.
  package mutating func add(_ values: [Float]) {
    for value in values { add(UInt64(value.isNaN ? Float.nan.bitPattern : value.bitPattern), bytes: 4) }
  }

  /// Adds a whole number.
  package mutating func add(_ value: Int) { add(UInt64(bitPattern: Int64(value)), bytes: 8) }

  /// Adds a text.
  package mutating func add(_ text: String) { for byte in text.utf8 { add(UInt64(byte), bytes: 1) } }

  private mutating func add(_ bits: UInt64, bytes: Int) {
    for i in 0..<bytes { hash = (hash ^ (bits >> (8 * UInt64(i)) & 0xff)) &* 0x0000_0100_0000_01b3 }
  }

  /// 16 hexadecimal digits.
  package var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
