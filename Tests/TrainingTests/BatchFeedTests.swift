import Glibc
import ImageData
import Kernels
import Testing

@testable import Training

@Suite struct BatchFeedTests {
  private let set = TinyData.set(images: 70, seed: 1)

  private func plan(_ epoch: Int) -> BatchPlan {
    BatchPlan(
      seed: 3, epoch: epoch, count: set.count, batchSize: 16, shuffle: true, augmentation: Augmentation(),
      imageSize: set.size)
  }

  private func feed(cores: Int) -> BatchFeed {
    BatchFeed(
      set, statistics: TinyData.dataSet().statistics, capacity: 16, pool: WorkerPool(threads: 1), cores: cores)
  }

  private func contents(_ batch: LaneBatch) -> [[Float]] {
    (0..<batch.count).map { batch.images.image($0) + [Float(batch.labels[$0])] }
  }

  @Test func `batches made ahead are those made when asked for, in any order and across epochs`() {
    let (plain, ahead) = (feed(cores: 1), feed(cores: 2))
    #expect(!plain.preparesAhead && ahead.preparesAhead)
    let plans = [plan(0), plan(1)]
    for (epoch, index) in [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (1, 1), (1, 4), (0, 2), (0, 3), (1, 4)] {
      let expected = contents(plain.batch(index, of: plans[epoch], epoch: epoch))
      #expect(contents(ahead.batch(index, of: plans[epoch], epoch: epoch)) == expected)
    }
  }

  @Test func `where no thread can be started each batch is made when it is asked for`() {
    let feed = BatchFeed(
      set, statistics: TinyData.dataSet().statistics, capacity: 16, pool: WorkerPool(threads: 1), cores: 2,
      create: { _, _, _ in EAGAIN })
    #expect(!feed.preparesAhead)
    #expect(
      contents(feed.batch(1, of: plan(0), epoch: 0)) == contents(self.feed(cores: 1).batch(1, of: plan(0), epoch: 0)))
  }

  @Test func `a feed may be given up while it prepares`() {
    for _ in 0..<20 { _ = feed(cores: 2).batch(0, of: plan(0), epoch: 0) }
  }
}
