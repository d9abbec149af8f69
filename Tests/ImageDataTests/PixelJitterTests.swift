import Kernels
import Testing

@testable import ImageData

/// What is drawn for the pixels of training images, and where it shows.
@Suite struct PixelJitterTests {
  private static let set = ImageSet(
    size: 16, pixels: (0..<50 * 768).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 8) },
    labels: (0..<50).map { UInt8($0 % 4) })

  private func plan(epoch: Int = 0, seed: UInt64 = 3, isOn: Bool = true, _ change: (inout PixelJitter) -> Void)
    -> BatchPlan
  {
    var augmentation = Augmentation(isOn: isOn)
    change(&augmentation.jitter)
    return BatchPlan(
      seed: seed, epoch: epoch, count: 50, batchSize: 20, shuffle: true, augmentation: augmentation, imageSize: 16)
  }

  private func images(_ plan: BatchPlan, batch index: Int = 0) -> [[Float]] {
    let maker = BatchMaker(Self.set, statistics: .article, pool: WorkerPool(threads: 2))
    let batch = maker.makeBatch(capacity: 20)
    maker.fill(batch, index, of: plan)
    return (0..<batch.count).map { batch.images.image($0) }
  }

  @Test func `order, flips and crops stay what they are`() {
    let plain = plan { _ in }
    let changed = plan {
      ($0.cutout, $0.brightness, $0.contrast, $0.mixup) = (5, 0.3, 0.2, 0.4)
    }
    #expect(plain.draws == changed.draws)
    #expect(plain.pixelDraws.isEmpty && plain.ownShares.isEmpty && plain.hole == 0)
    #expect(changed.pixelDraws.count == 50 && changed.ownShares.count == 3 && changed.hole == 5)
  }

  @Test func `all of it follows from seed and epoch`() {
    func drawn(_ epoch: Int, _ seed: UInt64) -> BatchPlan {
      plan(epoch: epoch, seed: seed) { ($0.brightness, $0.mixup) = (0.3, 1) }
    }
    #expect(drawn(1, 3).pixelDraws == drawn(1, 3).pixelDraws && drawn(1, 3).ownShares == drawn(1, 3).ownShares)
    #expect(drawn(1, 3).pixelDraws != drawn(2, 3).pixelDraws && drawn(1, 3).ownShares != drawn(2, 3).ownShares)
    #expect(drawn(1, 3).pixelDraws != drawn(1, 4).pixelDraws && drawn(1, 3).ownShares != drawn(1, 4).ownShares)
  }

  @Test func `factors reach from 1 - B to 1 + B, squares over the whole image`() {
    let draws = (0..<40).flatMap { epoch in
      plan(epoch: epoch) { ($0.brightness, $0.contrast, $0.cutout) = (0.4, 0.1, 12) }.pixelDraws
    }
    let (brightness, contrast) = (draws.map(\.brightness), draws.map(\.contrast))
    #expect(brightness.allSatisfy { (0.6...1.4).contains($0) } && contrast.allSatisfy { (0.9...1.1).contains($0) })
    #expect(brightness.min()! < 0.62 && brightness.max()! > 1.38 && contrast.max()! > 1.09)
    #expect(Set(draws.map(\.holeRow)) == Set(0...4) && Set(draws.map(\.holeColumn)) == Set(0...4))
  }

  @Test func `a square of each image is the mean`() {
    let plan = plan { $0.cutout = 4 }
    for (image, draw) in zip(images(plan), plan.pixelDraws) {
      for channel in 0..<3 {
        for row in 0..<16 {
          for column in 0..<16 {
            let isInside =
              (draw.holeRow..<draw.holeRow + 4).contains(row)
              && (draw.holeColumn..<draw.holeColumn + 4).contains(column)
            if isInside { #expect(image[(channel * 16 + row) * 16 + column] == 0) }
          }
        }
      }
      #expect(image.count { $0 == 0 } == 3 * 16)
    }
  }

  @Test func `without augmentation nothing is changed, and a square is no larger than the image`() {
    let off = plan(isOn: false) { ($0.cutout, $0.mixup) = (4, 1) }
    #expect(off.pixelDraws.isEmpty && off.ownShares.isEmpty && off.hole == 0)
    let large = plan { $0.cutout = 100 }
    #expect(images(large).allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test func `the last batch, which is short, is mixed within itself`() {
    let (plain, mixed) = (plan { _ in }, plan { $0.mixup = 1 })
    let (own, found) = (images(plain, batch: 2), images(mixed, batch: 2))
    let share = mixed.ownShares[2]
    #expect(own.count == 10)
    for index in own.indices {
      let neighbour = own[(index + 9) % 10]
      let worst = zip(found[index], zip(own[index], neighbour)).map { abs($0 - (share * $1.0 + (1 - share) * $1.1)) }
        .max()!
      #expect(worst < 1e-5)
    }
  }

  @Test(arguments: [0.2, 1, 4]) func `shares are distributed as Beta`(_ alpha: Double) {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<20_000).map { _ in generator.beta(alpha) }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean - 0.5) < 0.01)
    #expect(abs(variance - 1 / (4 * (2 * alpha + 1))) < 0.003)
    #expect(values.allSatisfy { (0...1).contains($0) })
  }
}
