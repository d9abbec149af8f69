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

  /// What is held out, for people: `valid 0.2, split seed 0`; nil: nothing.
  package var summary: String? {
    let parts = [valid.map { "valid \($0)" }, test.map { "test \($0)" }].compactMap(\.self)
    return parts.isEmpty ? nil : (parts + ["split seed \(seed)"]).joined(separator: ", ")
  }

  package static let usualValid = 0.2
}
