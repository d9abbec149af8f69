/// What the images of a set are read as, beside where they are.
package struct ReadOptions: Sendable, Hashable {
  /// Pixels a side.
  package var size: Int
  package var pictures: PictureReading
  /// Which labels count where a set has two of each image.
  package var labels: LabelLevel
  package var split: SplitShares

  package init(
    size: Int = 32, pictures: PictureReading = PictureReading(), labels: LabelLevel = .fine,
    split: SplitShares = SplitShares()
  ) {
    self.size = size
    self.pictures = pictures
    self.labels = labels
    self.split = split
  }

  /// The sizes that images can be scaled to.
  package static let sizes = [16, 24, 32, 48, 64, 96, 128]

  /// What tells decoded images of one file apart in the cache: `32`, `64-pad-coarse`, `32-valid0.2-seed7`.
  var cacheKey: String {
    let usual = ReadOptions()
    let parts = [
      "\(size)", pictures.fit == usual.pictures.fit ? nil : pictures.fit.rawValue,
      pictures.exif == usual.pictures.exif ? nil : "stored", labels == usual.labels ? nil : labels.rawValue,
      split.valid.map { "valid\($0)" }, split.test.map { "test\($0)" }, split.seed == 0 ? nil : "seed\(split.seed)",
    ]
    return parts.compactMap(\.self).joined(separator: "-")
  }
}
