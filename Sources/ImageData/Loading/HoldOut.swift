/// Which images are held out of training, by what they are and a seed alone: neither names nor order nor other images
/// matter, but for the image that a class needs on each side.
///
/// An image's place is a number from 0 up to 1: SHA-256 of the seed and the digest of its file (of its pixels where it
/// has none), the first 53 bits. Places below the share to validate on validate, those of the share to be kept, at the
/// other end, are kept. So equal files are always on one side, and a share for the test changes nothing of validation.
struct HoldOut {
  /// A class with too few different images to have one on each side.
  struct Shortage: Error {
    let label: Int
    let images: Int
  }

  private let valid: Double
  private let test: Double
  /// The places of each digest, and the classes that it shows.
  private var places: [UInt128: Double] = [:]
  private var sides: [UInt128: SplitRole] = [:]
  /// The different digests of each class, by place.
  private var classes: [[UInt128]] = []
  /// Those of more than one class.
  private var shared: Set<UInt128> = []

  /// The sides of images with these digests and labels.
  static func sides(
    of digests: [UInt128], labels: [UInt8], classes: Int, valid: Double, test: Double, seed: UInt64
  ) throws(Shortage) -> [SplitRole] {
    var holdOut = HoldOut(digests, labels, classes, valid: valid, test: test, seed: seed)
    try holdOut.giveEachClassItsSides()
    return digests.map { holdOut.sides[$0]! }
  }

  private init(
    _ digests: [UInt128], _ labels: [UInt8], _ count: Int, valid: Double, test: Double, seed: UInt64
  ) {
    self.valid = valid
    self.test = test
    var members = [Set<UInt128>](repeating: [], count: count)
    for (digest, label) in zip(digests, labels) { members[Int(label)].insert(digest) }
    for digest in Set(digests) {
      let place = Self.place(of: digest, seed: seed)
      places[digest] = place
      sides[digest] = place < valid ? .valid : place >= 1 - test ? .test : .train
    }
    for digests in members { classes.append(digests.sorted { (places[$0]!, $0) < (places[$1]!, $1) }) }
    shared = Set(members.flatMap(\.self).reduce(into: [:]) { $0[$1, default: 0] += 1 }.filter { $0.value > 1 }.keys)
  }

  private static func place(of digest: UInt128, seed: UInt64) -> Double {
    var message: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: seed >> UInt64(shift)))
    }
    for shift in stride(from: 120, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: digest >> UInt128(shift)))
    }
    return Double(SHA256.half(message.span.bytes) >> 75) * 0x1p-53
  }

  /// Where a class has nothing on a side, the image whose place is nearest changes sides: the lowest to validate on. An
  /// image that several classes have changes them all, so it is the last to be taken, and there may be several rounds.
  private mutating func giveEachClassItsSides() throws(Shortage) {
    let wanted: [SplitRole] = [.valid, .train] + (test > 0 ? [.test] : [])
    for round in 0...classes.count {
      var isComplete = true
      for (label, digests) in classes.enumerated() {
        for side in wanted where !digests.contains(where: { sides[$0] == side }) {
          isComplete = false
          let counts = digests.reduce(into: [:]) { $0[sides[$1]!, default: 0] += 1 }
          let spare = digests.filter { counts[sides[$0]!]! > 1 }
          let own = spare.filter { !shared.contains($0) }
          let nearest = (own.isEmpty ? spare : own).min { distance($0, side) < distance($1, side) }
          guard round < classes.count, let nearest else {
            throw Shortage(label: label, images: digests.count)
          }
          sides[nearest] = side
        }
      }
      if isComplete { return }
    }
  }

  private func distance(_ digest: UInt128, _ side: SplitRole) -> Double {
    let place = places[digest]!
    return switch side {
    case .valid: place
    case .test: -place
    case .train: max(valid - place, place - (1 - test))
    }
  }
}
