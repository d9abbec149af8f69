/// A minibatch as the network takes it: normalised images in lanes, and their labels.
///
/// Made once for the largest batch and filled again and again: `count` says how many images of it are real.
package final class LaneBatch: @unchecked Sendable {
  package let images: LaneTensor
  /// Labels of the first `count` images.
  package private(set) var labels: [Int32]
  /// Images in the batch; the lanes beyond are empty.
  package private(set) var count: Int

  /// Room for `capacity` images of `shape`.
  package init(_ shape: MapShape, capacity: Int) {
    images = LaneTensor(shape, blocks: LaneTensor.blocks(for: capacity), contiguous: true)
    labels = [Int32](repeating: 0, count: capacity)
    count = 0
  }

  /// Images that fit.
  package var capacity: Int { labels.count }
  /// Blocks that hold at least one image.
  package var blocks: Int { LaneTensor.blocks(for: count) }

  /// Takes the labels of the images that `images` holds from now on.
  package func setLabels(_ source: some Sequence<UInt8>) {
    count = 0
    for label in source {
      guard count < capacity else { fatalError("a batch of \(capacity) cannot take more labels") }
      labels[count] = Int32(label)
      count += 1
    }
  }
}
