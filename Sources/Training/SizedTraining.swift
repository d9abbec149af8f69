import ImageData
import Networks

/// What it takes to train on images of one size: the network, and the images at that size, which are made when they are
/// asked for.
final class SizedTraining {
  /// Its weights are those of the networks for all other sizes.
  let network: Network
  private(set) lazy var images = whole.scaled(to: network.image.height)
  private(set) lazy var feed = BatchFeed(images, statistics: statistics, capacity: capacity, pool: network.pool)
  private let whole: ImageSet
  private let statistics: ChannelStatistics
  private let capacity: Int

  init(_ network: Network, _ images: ImageSet, statistics: ChannelStatistics, capacity: Int) {
    self.network = network
    whole = images
    self.statistics = statistics
    self.capacity = capacity
  }
}

extension Learner {
  /// A sweep over learning rates from the current weights, on images of the size that they have now.
  package func finder(_ finder: LRFinderOptions) -> LRFinder {
    LRFinder(network: current.network, data: data, images: current.images, learner: options, options: finder)
  }
}
