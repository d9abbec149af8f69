/// What the images of a set are read as, beside where they are.
package struct ReadOptions: Sendable, Hashable {
  /// Pixels a side.
  package var size: Int
  package var split: SplitShares

  package init(size: Int = 32, split: SplitShares = SplitShares()) {
    self.size = size
    self.split = split
  }

  /// What tells decoded images of one file apart in the cache: `32`, `32-valid0.2-seed7`.
  var cacheKey: String {
    let parts = [
      "\(size)", split.valid.map { "valid\($0)" }, split.test.map { "test\($0)" },
      split.seed == 0 ? nil : "seed\(split.seed)",
    ]
    return parts.compactMap(\.self).joined(separator: "-")
  }
}
