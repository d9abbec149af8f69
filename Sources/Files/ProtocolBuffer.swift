/// Fields of a message in the wire format of protocol buffers.
package enum ProtocolBuffer {
  /// A whole number.
  package static func integer(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }

  /// 8 bytes.
  package static func double(_ field: UInt64, _ value: Double) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(value.bitPattern)
    return varint(field << 3 | 1) + writer.bytes
  }

  /// 4 bytes.
  package static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(value.bitPattern)
    return varint(field << 3 | 5) + writer.bytes
  }

  /// A message, or any other run of bytes, inside of this one.
  package static func message(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  /// Text in UTF-8.
  package static func string(_ field: UInt64, _ text: String) -> [UInt8] { message(field, Array(text.utf8)) }

  /// Whole numbers of a repeated field.
  package static func integers(_ field: UInt64, _ values: [Int]) -> [UInt8] {
    values.flatMap { integer(field, UInt64(bitPattern: Int64($0))) }
  }

  /// Seven bits a byte, lowest first.
  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
