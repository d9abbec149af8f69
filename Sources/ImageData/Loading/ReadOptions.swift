/// What the images of a set are read as, beside where they are.
package struct ReadOptions: Sendable, Hashable {
  /// Pixels a side.
  package var size: Int
  /// How pictures that are not square become so.
  package var fit: PictureFit
  /// Which labels count where a set has two of each image.
  package var labels: LabelLevel
  package var split: SplitShares

  package init(
    size: Int = 32, fit: PictureFit = .crop, labels: LabelLevel = .fine, split: SplitShares = SplitShares()
  ) {
    self.size = size
    self.fit = fit
    self.labels = labels
    self.split = split
  }

  /// The sizes that images can be scaled to.
  package static let sizes = [16, 24, 32, 48, 64, 96, 128]

  /// What tells decoded images of one file apart in the cache: `32`, `64-pad-coarse`, `32-valid0.2-seed7`.
  var cacheKey: String {
    let usual = ReadOptions()
    let parts = [
      "\(size)", fit == usual.fit ? nil : fit.rawValue, labels == usual.labels ? nil : labels.rawValue,
      split.valid.map { "valid\($0)" }, split.test.map { "test\($0)" }, split.seed == 0 ? nil : "seed\(split.seed)",
    ]
    return parts.compactMap(\.self).joined(separator: "-")
  }
}

/// The labels of a set that has two of each image, as CIFAR-100: a class, and the group of classes that it is in.
package enum LabelLevel: String, Sendable, CaseIterable {
  case fine, coarse
}
