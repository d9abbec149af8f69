import Foundation
import Kernels
import Testing

@testable import ImageData

/// Which images are held out, where a set does not say it.
@Suite struct HoldOutTests {
  private func digests(_ count: Int, from start: Int = 0) -> [UInt128] {
    (start..<start + count).map { SHA256.half(Array("image \($0)".utf8).span.bytes) }
  }

  /// Of ten classes in turn.
  private func labels(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 10) } }

  private func sides(_ digests: [UInt128], valid: Double = 0.2, test: Double = 0, seed: UInt64 = 0) throws
    -> [SplitRole]
  {
    try HoldOut.sides(
      of: digests, labels: labels(digests.count), classes: 10, valid: valid, test: test, seed: seed)
  }

  @Test(arguments: [(0.2, 0.0), (0.2, 0.1), (0.1, 0.3)])
  func eachClassGetsTheShareThatWasAskedFor(valid: Double, test: Double) throws {
    let digests = digests(6_000)
    let perClass = 600.0
    for (share, side) in [(valid, SplitRole.valid), (test, .test)] where share > 0 {
      let deviation = (share * (1 - share) / perClass).squareRoot()
      var shares = [Double](repeating: 0, count: 10)
      var deviations: [Double] = []
      for seed in 0..<20 {
        let sides = try sides(digests, valid: valid, test: test, seed: UInt64(seed))
        for label in 0..<10 {
          let held = sides.indices.count { $0 % 10 == label && sides[$0] == side }
          shares[label] += Double(held) / perClass / 20
          deviations.append(abs(Double(held) / perClass - share) / deviation)
        }
      }
      let farthest = shares.map { abs($0 - share) }.max()! / (deviation / 20.squareRoot())
      let beyond = deviations.count { $0 > 3 }
      print(
        "\(side) \(share), 10 classes of 600, 20 seeds: a class's mean is at most \(farthest) deviations off, of 200 "
          + "shares \(beyond) are more than three off, at most \(deviations.max()!)")
      #expect(farthest < 3)
      // By chance it is one in 370.
      #expect(beyond <= 2 && deviations.max()! < 4)
    }
  }

  @Test func seedsHoldOutDifferentImages() throws {
    let digests = digests(1_000)
    let first = try sides(digests)
    #expect(try sides(digests) == first)
    let both = zip(first, try sides(digests, seed: 1)).count { $0 == .valid && $1 == .valid }
    #expect((20...60).contains(both), "4 % of 1,000 are in both by chance, and \(both) are")
  }

  @Test func imagesThatAreAddedMoveNoOther() throws {
    let before = try sides(digests(400))
    let after = try sides(digests(500))
    let moved = before.indices.count { before[$0] != after[$0] }
    print("100 images added to 400: \(moved) of the old ones moved")
    #expect(moved == 0)
  }

  @Test func onlyTheImageThatAClassNeedsMoves() throws {
    // So small a share that classes of ten have none by chance.
    let before = try sides(digests(100), valid: 0.001)
    let after = try sides(digests(10_000), valid: 0.001)
    #expect((0..<10).allSatisfy { label in before.indices.count { $0 % 10 == label && before[$0] == .valid } == 1 })
    for label in 0..<10 {
      let moved = before.indices.count { $0 % 10 == label && before[$0] != after[$0] }
      #expect(moved <= 1)
    }
  }

  @Test func aShareForTheTestChangesNothingOfValidation() throws {
    let plain = try sides(digests(1_000))
    let tested = try sides(digests(1_000), test: 0.3)
    #expect(zip(plain, tested).allSatisfy { ($0 == .valid) == ($1 == .valid) })
  }

  @Test func orderDoesNotMatter() throws {
    let digests = digests(500)
    let sides = try sides(digests, test: 0.1)
    var order = Array(digests.indices)
    var generator = SeededGenerator(seed: 4)
    order.shuffleByLemire(using: &generator)
    let shuffled = try HoldOut.sides(
      of: order.map { digests[$0] }, labels: order.map { UInt8($0 % 10) }, classes: 10, valid: 0.2, test: 0.1, seed: 0)
    #expect(order.map { sides[$0] } == shuffled)
  }

  @Test func duplicatesAreOnOneSideWhateverTheirClass() throws {
    // Five classes of four images, each image twice, and one image in all classes.
    for seed in 0..<50 {
      let once = (0..<5).flatMap { label in digests(4, from: 10 * label).map { ($0, UInt8(label)) } }
      let everywhere = (0..<5).map { (digests(1, from: 99)[0], UInt8($0)) }
      let all = once + once + everywhere
      let sides = try HoldOut.sides(
        of: all.map(\.0), labels: all.map(\.1), classes: 5, valid: 0.1, test: 0.1, seed: UInt64(seed))
      let sidesOf = Dictionary(grouping: zip(all, sides), by: \.0.0).mapValues { Set($0.map(\.1)) }
      #expect(sidesOf.values.allSatisfy { $0.count == 1 })
      for label in 0..<5 {
        #expect(Set(zip(all, sides).filter { $0.0.1 == label }.map(\.1)) == [.train, .valid, .test])
      }
    }
  }

  @Test func aClassWithoutAnImageForEachSideIsNamed() {
    let one = digests(1)[0]
    #expect(throws: HoldOut.Shortage.self) {
      try HoldOut.sides(
        of: digests(5) + [one, one], labels: [0, 0, 0, 0, 0, 1, 1], classes: 2, valid: 0.2, test: 0, seed: 0)
    }
    #expect(throws: HoldOut.Shortage.self) {
      try HoldOut.sides(of: digests(2), labels: [0, 0], classes: 1, valid: 0.2, test: 0.2, seed: 0)
    }
  }
}
