import Kernels
import Testing

@testable import ImageData

@Suite struct BatchMakerTests {
  private func randomSet(_ count: Int, size: Int) -> ImageSet {
    var generator = SeededGenerator(seed: 1)
    let pixels = (0..<count * 3 * size * size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return ImageSet(size: size, pixels: pixels, labels: (0..<count).map { UInt8($0 % 10) })
  }

  @Test func aShortLastBatchIsLeftOutWhereThatIsAskedForAndThereAreOthers() {
    func plan(_ count: Int, dropsLast: Bool) -> BatchPlan {
      BatchPlan(
        seed: 7, epoch: 3, count: count, batchSize: 18, dropsLast: dropsLast, shuffle: true,
        augmentation: Augmentation(), imageSize: 16)
    }
    for (count, whole, dropped) in [(0, 0, 0), (5, 1, 1), (18, 1, 1), (19, 2, 1), (36, 2, 2), (53, 3, 2)] {
      #expect(plan(count, dropsLast: false).batches == whole)
      #expect(plan(count, dropsLast: true).batches == dropped)
    }
    #expect(plan(53, dropsLast: true).batch(1) == plan(53, dropsLast: false).batch(1))
    #expect(plan(5, dropsLast: true).batch(0).count == 5)
  }

  @Test func aBalancedEpochHasAsManyImagesOfEachClassButForChance() {
    // 0: 9,000 images; 1: 900; 2: 90; 3: 10.
    let labels = [(0, 9_000), (1, 900), (2, 90), (3, 10)].flatMap { [UInt8](repeating: UInt8($0.0), count: $0.1) }
    func plan(seed: UInt64 = 1, epoch: Int = 0, shuffle: Bool = true) -> [Int] {
      BatchPlan(
        seed: seed, epoch: epoch, count: labels.count, batchSize: 18, shuffle: shuffle,
        augmentation: Augmentation(isOn: false), imageSize: 16, balancing: labels
      ).draws.map(\.image)
    }
    let images = plan()
    #expect(images.count == labels.count)
    var counts = [0, 0, 0, 0]
    var times = [Int](repeating: 0, count: labels.count)
    for image in images {
      counts[Int(labels[image])] += 1
      times[image] += 1
    }
    // 2,500 of each, σ = √(10,000·¼·¾) = 43.
    for count in counts { #expect(abs(count - 2_500) < 4 * 43) }
    // 10 images of class 3, 250 times each, σ = √(10,000·1/40·39/40) = 15.6.
    for time in times[9_990...] { #expect(abs(time - 250) < 4 * 16) }
    #expect(images == plan() && images != plan(seed: 2) && images != plan(epoch: 1))
    #expect(plan(shuffle: false) == images.sorted())
  }

  @Test func theWeightOfAClassIsTheShareThatItWouldHaveOverTheOneThatItHas() {
    let expected: [Float] = [1_000 / 2_100, 1_000 / 750, 1_000 / 150]
    #expect(ClassBalance.weights([700, 250, 50]) == expected)
    #expect(ClassBalance.weights([5, 5]) == [1, 1])
    #expect(ClassBalance.weights([6, 0]) == [0.5, 0])
  }

  @Test(arguments: [8, 16, 24, 32, 48, 64], Augmentation.Padding.allCases)
  func everyImageOfABatchIsAugmentedAsItsDrawSays(size: Int, padding: Augmentation.Padding) {
    let set = randomSet(21, size: size)
    let plan = BatchPlan(
      seed: 7, epoch: 3, count: 21, batchSize: 18, shuffle: true, augmentation: Augmentation(padding: padding),
      imageSize: size)
    let pool = WorkerPool(threads: 2)
    let maker = BatchMaker(set, statistics: .article, pool: pool)
    let batch = maker.makeBatch(capacity: 18)
    let alone = LaneTensor(maker.shape, blocks: 1)
    for index in 0..<plan.batches {
      maker.fill(batch, index, of: plan)
      for (i, draw) in plan.batch(index).enumerated() {
        augmentIntoLanes(
          set.pixels, draws: [draw], padding: plan.padding, edge: plan.edge,
          scaling: PixelScaling(mean: ChannelStatistics.article.mean, std: ChannelStatistics.article.std),
          into: alone, on: pool)
        #expect(batch.images.image(i) == alone.image(0), "image \(i) of batch \(index), \(draw)")
        #expect(batch.labels[i] == Int32(set.labels[draw.image]))
      }
    }
    #expect(batch.count == 3)
  }

  @Test func whatIsDenormalisedIsTheStoredImageAgain() {
    let set = randomSet(3, size: 16)
    let maker = BatchMaker(set, statistics: .article, pool: WorkerPool(threads: 1))
    let batch = maker.makeBatch(capacity: 3)
    maker.fill(batch, 0, of: BatchPlan.inOrder(count: 3, batchSize: 3, imageSize: 16))
    for image in 0..<3 {
      let isSame = ChannelStatistics.article.pixels(batch.images.image(image)) == Array(set.image(image))
      #expect(isSame, "image \(image)")
    }
    #expect(ChannelStatistics.article.pixels([-9, 0, 9]) == [0, 123, 255])
  }

  @Test func evaluationTakesTheImagesAsTheyAre() {
    let set = randomSet(5, size: 32)
    let plan = BatchPlan.inOrder(count: 5, batchSize: 4, imageSize: 32)
    let maker = BatchMaker(set, statistics: .article, pool: WorkerPool(threads: 1))
    let batch = maker.makeBatch(capacity: 4)
    maker.fill(batch, 1, of: plan)
    let values = batch.images.image(0)
    #expect(batch.count == 1)
    for i in stride(from: 0, to: 3072, by: 97) {
      let channel = i / 1024
      let expected =
        (Float(set.pixels[4 * 3072 + i]) / 255 - ChannelStatistics.article.mean[channel])
        / ChannelStatistics.article.std[channel]
      #expect(abs(values[i] - expected) < 1e-5)
    }
  }

  @Test func theSameSeedAndEpochGiveTheSamePlanAndOthersDoNot() {
    func plan(_ seed: UInt64, _ epoch: Int) -> BatchPlan {
      BatchPlan(
        seed: seed, epoch: epoch, count: 500, batchSize: 64, shuffle: true, augmentation: Augmentation(), imageSize: 32)
    }
    #expect(plan(1, 0).draws == plan(1, 0).draws)
    #expect(plan(1, 0).draws != plan(1, 1).draws)
    #expect(plan(1, 0).draws != plan(2, 0).draws)
    #expect(plan(1, 0).draws.map(\.image).sorted() == Array(0..<500))
    #expect(plan(1, 0).batches == 8)
    #expect(plan(1, 0).batch(7).count == 52)
  }

  private func plan(_ change: (inout Augmentation) -> Void, epoch: Int = 0, count: Int = 4000) -> BatchPlan {
    var augmentation = Augmentation()
    change(&augmentation)
    return BatchPlan(
      seed: 9, epoch: epoch, count: count, batchSize: 256, shuffle: true, augmentation: augmentation, imageSize: 32)
  }

  @Test func `alternating flips turn every image over every other epoch`() {
    func flips(_ epoch: Int) -> [Bool] {
      plan({ $0.flip = .alternating }, epoch: epoch).draws.sorted { $0.image < $1.image }.map(\.flip)
    }
    #expect(abs(flips(0).count { $0 } - 2000) < 150)
    #expect(flips(1) == flips(0).map { !$0 })
    #expect(flips(2) == flips(0) && flips(5) == flips(1))
    #expect(plan({ $0.flip = .off }).draws.allSatisfy { !$0.flip })
  }

  @Test func `a crop reaches as far as it is told, at even or all offsets`() {
    let even = plan { $0.crop = 2 }
    #expect(even.padding == 2 && Set(even.draws.map(\.row)) == [0, 1, 2, 3])
    let all = plan {
      $0.crop = 2
      $0.offsets = .all
    }
    #expect(Set(all.draws.map(\.row)) == [0, 1, 2, 3, 4] && Set(all.draws.map(\.column)) == [0, 1, 2, 3, 4])
    let none = plan { $0.crop = 0 }
    #expect(none.padding == 0 && none.draws.allSatisfy { $0.row == 0 && $0.column == 0 })
    // What is mirrored has to be there.
    #expect(plan { $0.crop = 100 }.padding == 31)
  }

  @Test func `what is drawn for one setting does not depend on the others`() {
    let usual = plan { _ in }
    let other = plan { $0.flip = .off }
    #expect(usual.draws.map(\.row) == other.draws.map(\.row) && usual.draws.map(\.image) == other.draws.map(\.image))
  }

  @Test func cropsAndFlipsAreUniform() {
    let plan = BatchPlan(
      seed: 9, epoch: 0, count: 80_000, batchSize: 256, shuffle: false, augmentation: Augmentation(), imageSize: 32)
    var rows = [Int](repeating: 0, count: 8)
    var columns = rows
    for draw in plan.draws {
      rows[draw.row] += 1
      columns[draw.column] += 1
    }
    for count in rows + columns { #expect(abs(count - 10_000) < 500) }
    #expect(abs(plan.draws.count { $0.flip } - 40_000) < 700)
  }
}
