import Testing

@testable import ImageData

@Suite struct HashTests {
  /// NIST's examples of FIPS 180 and the long vector of its validation suite.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func sha256GivesTheStandardsDigests(message: String, digest: String) {
    #expect(SHA256.digest(Array(message.utf8)).hexadecimal == digest)
  }

  @Test func sha256DoesNotDependOnHowTheMessageIsCut() {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let whole = SHA256.digest(message)
    for length in [1, 3, 55, 56, 63, 64, 65, 128, 999] {
      var hash = SHA256()
      for start in stride(from: 0, to: message.count, by: length) {
        let part = Array(message[start..<min(start + length, message.count)])
        hash.update(part.span.bytes)
      }
      #expect(hash.finish() == whole, "cut every \(length) bytes")
    }
  }

  @Test func theContentHashNoticesEveryChangedBitAndTheLength() {
    func hash(_ bytes: [UInt8]) -> String {
      var hash = ContentHash()
      hash.add(bytes.span.bytes)
      return hash.text
    }
    let content = (0..<75).map { UInt8(truncatingIfNeeded: $0 * 31) }
    var seen: Set = [hash(content), hash(content + [0]), hash(content.dropLast()), hash([]), hash([0])]
    #expect(seen.count == 5)
    for bit in 0..<content.count * 8 {
      var changed = content
      changed[bit / 8] ^= 1 << (bit % 8)
      seen.insert(hash(changed))
    }
    #expect(seen.count == 5 + 600)
  }
}
