/// One call of `fit`: how many epochs or cycles, and how the learning rate moves through them.
package struct FitCall: Sendable, Equatable, Codable {
  package var learningRate: Double
  /// Epochs, or cycles where `cycleLength` is given.
  package var count: Int
  /// Epochs in the first cosine cycle; nil: a constant rate.
  package var cycleLength: Int?
  package var cycleMultiplier: Int
  package var weightDecay: Double

  /// `fit(lr, n, cycle_len, cycle_mult, wds)`.
  package init(
    _ learningRate: Double, _ count: Int, cycleLength: Int? = nil, cycleMultiplier: Int = 1, weightDecay: Double = 0
  ) {
    self.learningRate = learningRate
    self.count = count
    self.cycleLength = cycleLength
    self.cycleMultiplier = cycleMultiplier
    self.weightDecay = weightDecay
  }
}
