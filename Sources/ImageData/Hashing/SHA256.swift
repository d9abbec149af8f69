import Files

/// SHA-256 (FIPS 180-4).
package struct SHA256 {
  private var state: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// Bytes that wait for their block to fill.
  private var rest: [UInt8] = []
  private var length: UInt64 = 0

  /// A digest of nothing so far.
  package init() { rest.reserveCapacity(64) }

  /// The digest of `bytes`.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes.span.bytes)
    return hash.finish()
  }

  /// The digest of the rest of an open file, as hexadecimal digits.
  static func hexadecimal(of file: OpenFile) throws(FileProblem) -> String {
    var hash = SHA256()
    while true {
      let bytes = try file.read(upTo: 8 << 20)
      if bytes.isEmpty { return hash.finish().hexadecimal }
      hash.update(bytes.span.bytes)
    }
  }

  /// Takes more of the message.
  package mutating func update(_ bytes: RawSpan) {
    length += UInt64(bytes.byteCount)
    var start = 0
    if !rest.isEmpty {
      let taken = min(64 - rest.count, bytes.byteCount)
      for i in 0..<taken { rest.append(bytes.unsafeLoad(fromByteOffset: i, as: UInt8.self)) }
      guard rest.count == 64 else { return }
      let block = rest
      compress(block.span.bytes, at: 0)
      rest.removeAll(keepingCapacity: true)
      start = taken
    }
    while start + 64 <= bytes.byteCount {
      compress(bytes, at: start)
      start += 64
    }
    while start < bytes.byteCount {
      rest.append(bytes.unsafeLoad(fromByteOffset: start, as: UInt8.self))
      start += 1
    }
  }

  /// The digest of all that was taken: 32 bytes. Ends the hash's use.
  package mutating func finish() -> [UInt8] {
    let bits = length * 8
    var tail: [UInt8] = [0x80]
    while (rest.count + tail.count) % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    update(tail.span.bytes)
    var digest: [UInt8] = []
    for i in 0..<8 {
      for shift in stride(from: 24, through: 0, by: -8) {
        digest.append(UInt8(truncatingIfNeeded: state[i] >> UInt32(shift)))
      }
    }
    return digest
  }

  private mutating func compress(_ bytes: RawSpan, at start: Int) {
    var w = InlineArray<64, UInt32>(repeating: 0)
    for i in 0..<16 {
      w[i] = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self))
    }
    for i in 16..<64 {
      let (x, y) = (w[i - 15], w[i - 2])
      let s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3)
      let s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >> 10)
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds at a time: the variables change their roles and never move.
    for i in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, roundConstants[i] &+ w[i])
      round(h, a, b, &c, d, e, f, &g, roundConstants[i + 1] &+ w[i + 1])
      round(g, h, a, &b, c, d, e, &f, roundConstants[i + 2] &+ w[i + 2])
      round(f, g, h, &a, b, c, d, &e, roundConstants[i + 3] &+ w[i + 3])
      round(e, f, g, &h, a, b, c, &d, roundConstants[i + 4] &+ w[i + 4])
      round(d, e, f, &g, h, a, b, &c, roundConstants[i + 5] &+ w[i + 5])
      round(c, d, e, &f, g, h, a, &b, roundConstants[i + 6] &+ w[i + 6])
      round(b, c, d, &e, f, g, h, &a, roundConstants[i + 7] &+ w[i + 7])
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }
}

@inline(__always)
private func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { (x &>> n) | (x &<< (32 - n)) }

@inline(__always)
private func round(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32,
  _ word: UInt32
) {
  let choice = (e & f) ^ (~e & g)
  let majority = (a & b) ^ (a & c) ^ (b & c)
  h = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ word
  d = d &+ h
  h = h &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
}

private let roundConstants: InlineArray<64, UInt32> = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
  0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
  0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
  0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
  0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
  0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
  0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]

extension Sequence<UInt8> {
  /// Two hexadecimal digits for each byte.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
