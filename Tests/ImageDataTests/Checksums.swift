/// Puts right the checksums of changed files, so that the change is met by what lies behind them.
enum Checksums {
  /// The CRC of every chunk.
  static func repairPNG(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var at = 8
    while at + 12 <= bytes.count {
      let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = at + 8 + length
      guard end + 4 <= bytes.count else { break }
      let crc = crc32(bytes[at + 4..<end])
      for i in 0..<4 { bytes[end + i] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * i)) }
      at = end + 4
    }
    return bytes
  }

  static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
    }
  }

  /// The sum in every header, as far as they stand where headers do.
  static func repairTar(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for at in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[at + 257..<at + 262].elementsEqual("ustar".utf8) {
      for i in 148..<156 { bytes[at + i] = 0x20 }
      let digits = String(bytes[at..<at + 512].reduce(0) { $0 + Int($1) }, radix: 8)
      let field = String(repeating: "0", count: 6 - min(digits.count, 6)) + digits + "\0 "
      for (i, byte) in field.utf8.prefix(8).enumerated() { bytes[at + 148 + i] = byte }
    }
    return bytes
  }
}
