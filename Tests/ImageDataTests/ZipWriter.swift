/// A zip archive, byte by byte: stored entries whose names are any bytes.
struct ZipWriter {
  private var content: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: [UInt8], _ bytes: [UInt8], isUTF8: Bool = false, isEncrypted: Bool = false) {
    let flags = (isUTF8 ? 1 << 11 : 0) | (isEncrypted ? 1 : 0)
    let common =
      little(20, 2) + little(flags, 2) + little(0, 2) + little(0, 4) + little(Int(Checksums.crc32(bytes[...])), 4)
      + little(bytes.count, 4) + little(bytes.count, 4) + little(name.count, 2) + little(0, 2)
    directory +=
      Array("PK\u{1}\u{2}".utf8) + little(20, 2) + common + little(0, 6) + little(0, 4) + little(content.count, 4)
      + name
    content += Array("PK\u{3}\u{4}".utf8) + common + name + bytes
    count += 1
  }

  func finish() -> [UInt8] {
    content + directory + Array("PK\u{5}\u{6}".utf8) + little(0, 4) + little(count, 2) + little(count, 2)
      + little(directory.count, 4) + little(content.count, 4) + little(0, 2)
  }

  private func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
