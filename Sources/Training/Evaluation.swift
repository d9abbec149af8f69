import ImageData
import Kernels
import Networks

/// Loss and accuracy over a whole set, each image counting once.
package struct Evaluation: Sendable, Equatable, Codable {
  package var loss: Double
  /// A fraction of 1.
  package var accuracy: Double
  package var images: Int

  package init(loss: Double, accuracy: Double, images: Int) {
    self.loss = loss
    self.accuracy = accuracy
    self.images = images
  }
}

/// Evaluates a network on whole sets of images, in order and without augmentation.
package final class Evaluator {
  let network: Network
  private let statistics: ChannelStatistics
  private let lease: CoreLease?

  /// With a `lease` it borrows the cores batch by batch.
  package init(_ network: Network, statistics: ChannelStatistics, lease: CoreLease? = nil) {
    self.network = network
    self.statistics = statistics
    self.lease = lease
  }

  /// Mean negative log-likelihood and accuracy over all of `images`.
  package func evaluate(_ images: ImageSet) -> Evaluation { evaluate(images, while: { true })! }

  /// The same, or nil as soon as `goesOn` says no, which is asked before each batch.
  func evaluate(_ images: ImageSet, while goesOn: () -> Bool) -> Evaluation? {
    var sum = 0.0
    var correct = 0
    let finished = forEachBatch(inOrder(images), of: images, while: goesOn) { batch in
      let loss = network.loss(batch)
      sum += loss.sum
      correct += loss.correct
    }
    guard finished else { return nil }
    let count = Double(max(images.count, 1))
    return Evaluation(loss: sum / count, accuracy: Double(correct) / count, images: images.count)
  }

  /// Every image once, without shuffling or augmentation.
  func inOrder(_ images: ImageSet) -> BatchPlan {
    BatchPlan.inOrder(count: images.count, batchSize: network.batchSize, imageSize: images.size)
  }

  /// Runs the network over a plan and calls `body` after each batch, whose outputs then stand in the network. Returns
  /// false where it was told to stop.
  func forEachBatch(
    _ plan: BatchPlan, of images: ImageSet, while goesOn: () -> Bool, _ body: (LaneBatch) -> Void
  ) -> Bool {
    let feed = BatchFeed(images, statistics: statistics, capacity: network.batchSize, pool: network.pool)
    for index in 0..<plan.batches {
      guard goesOn() else { return false }
      lease.borrow {
        let batch = feed.batch(index, of: plan, epoch: 0)
        network.forward(batch, mode: .evaluation)
        body(batch)
      }
    }
    return true
  }
}
