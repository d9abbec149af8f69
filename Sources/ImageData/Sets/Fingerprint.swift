/// What a data set holds, whatever its layout and order: the sum, modulo 2¹²⁸, of the first half of SHA-256 of each
/// image's split, class name and pixels.
struct Fingerprint {
  private var sum: UInt128 = 0

  /// 32 hexadecimal digits.
  var text: String {
    stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> UInt128($0)) }.hexadecimal
  }

  /// Adds all images of one split.
  mutating func add(_ set: ImageSet, split: UInt8, classes: [String]) {
    let prefixes = classes.map { [split] + Array($0.utf8) + [0] }
    sum &+= concurrentParts(set.count, chunk: 500) { images in
      var sum: UInt128 = 0
      let pixels = set.pixels.span.bytes
      for image in images {
        var hash = SHA256()
        let prefix = prefixes[Int(set.labels[image])]
        hash.update(prefix.span.bytes)
        hash.update(pixels.extracting(image * set.imageBytes..<(image + 1) * set.imageBytes))
        sum &+= hash.finishHalf()
      }
      return sum
    }.reduce(0, &+)
  }
}
