import Kernels

/// How training images are changed before the network sees them.
package struct Augmentation: Sendable, Equatable {
  package enum Padding: String, Sendable, Codable { case reflect, black }
  /// Off: the image itself.
  package var isOn: Bool
  package var padding: Padding

  /// Flip with probability ½ and a random crop out of the image padded by an eighth of its size.
  package init(isOn: Bool = true, padding: Padding = .reflect) {
    self.isOn = isOn
    self.padding = padding
  }
}

/// The order, flips and crops of one epoch: all of it follows from (seed, epoch), so any batch can be made at any time.
package struct BatchPlan: Sendable {
  /// What happens to one image.
  package struct Draw: Sendable, Equatable {
    package let image: Int
    package let flip: Bool
    /// The crop's upper left corner in the padded image, in pixels: 0 ..< 2·padding, or the padding itself for none.
    package let row: Int
    package let column: Int
  }

  package let draws: [Draw]
  package let batchSize: Int

  /// Batches in the epoch; the last may be short.
  package var batches: Int { (draws.count + batchSize - 1) / batchSize }
}
