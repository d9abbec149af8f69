/// A quick 128-bit hash to tell one content from another and to notice damage, at memory speed; no protection against
/// somebody who wants two contents to be taken for the same.
struct ContentHash: Equatable {
  private var lanes: InlineArray<4, UInt64> = [
    0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89,
  ]
  private var length: UInt64 = 0

  static func == (left: ContentHash, right: ContentHash) -> Bool { left.text == right.text }

  /// Takes a part of the content; where the parts end counts.
  mutating func add(_ bytes: RawSpan) {
    let count = bytes.byteCount
    length = length &+ UInt64(count) &+ 1
    var start = 0
    while start + 32 <= count {
      for i in 0..<4 {
        let word = bytes.unsafeLoadUnaligned(fromByteOffset: start + 8 * i, as: UInt64.self)
        lanes[i] = Self.folded(lanes[i] ^ word)
      }
      start += 32
    }
    var word: UInt64 = 0
    for i in start..<count {
      word = word << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: i, as: UInt8.self))
      if (i - start) % 8 == 7 || i == count - 1 {
        lanes[(i - start) / 8] = Self.folded(lanes[(i - start) / 8] ^ word)
        word = 0
      }
    }
    lanes[0] = Self.folded(lanes[0] ^ length)
  }

  /// 32 hexadecimal digits of all that was taken.
  var text: String {
    let low = Self.folded(lanes[0] ^ Self.folded(lanes[1] &+ length))
    let high = Self.folded(lanes[2] ^ Self.folded(lanes[3] &+ low))
    return [low ^ high, high &+ low].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }.hexadecimal
  }

  /// One multiplication to 128 bits, the halves put together.
  @inline(__always)
  private static func folded(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x4528_21E6_38D0_1377).multipliedFullWidth(by: 0xBE54_66CF_34E9_0C6D)
    return product.high ^ product.low ^ value
  }
}
