/// A minibatch, the network's input: normalised images in lanes, and their labels.
///
/// It is made once for the largest batch and filled again and again.
package final class LaneBatch: @unchecked Sendable {
  package let images: LaneTensor
  package private(set) var labels: [Int32]
  /// Images in the batch; lanes from here on are empty.
  package private(set) var count: Int
  /// The share of its own that each image has, and its label in the loss, where the rest is its neighbour's: the one
  /// before it, of the first the last; nil: the images are not mixed.
  package internal(set) var ownShare: Float?

  package init(_ shape: MapShape, capacity: Int) {
    images = LaneTensor(shape, blocks: LaneTensor.blocks(for: capacity), contiguous: true)
    labels = [Int32](repeating: 0, count: capacity)
    count = 0
  }

  package var capacity: Int { labels.count }
  /// Blocks that hold at least one image.
  package var blocks: Int { LaneTensor.blocks(for: count) }

  /// Sets the labels of the images in `images`, and `count` to their number.
  package func setLabels(_ source: some Sequence<UInt8>) {
    count = 0
    ownShare = nil
    for label in source {
      guard count < capacity else { fatalError("a batch of \(capacity) cannot take more labels") }
      labels[count] = Int32(label)
      count += 1
    }
  }
}
