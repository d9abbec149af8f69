import ImageData
import Networks

/// What it takes to train on images of one size: the network and the images at that size.
final class SizedTraining {
  /// Its weights are those of the networks for all other sizes.
  let network: Network
  let images: ImageSet
  let feed: BatchFeed

  init(_ network: Network, _ images: ImageSet, statistics: ChannelStatistics, capacity: Int) {
    self.network = network
    self.images = images.scaled(to: network.image.height)
    feed = BatchFeed(self.images, statistics: statistics, capacity: capacity, pool: network.pool)
  }
}
