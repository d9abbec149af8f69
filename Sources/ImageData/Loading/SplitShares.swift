/// Which shares of the training images are held out where a set does not divide them itself.
package struct SplitShares: Sendable, Hashable, Codable {
  /// To validate on. nil: a fifth where the set has nothing to validate on, else none.
  package var valid: Double?
  /// To be kept for the end. nil: none.
  package var test: Double?
  /// Another seed holds out others. It has nothing to do with the seed of a training.
  package var seed: UInt64

  package init(valid: Double? = nil, test: Double? = nil, seed: UInt64 = 0) {
    self.valid = valid
    self.test = test
    self.seed = seed
  }

  static let usualValid = 0.2
}
