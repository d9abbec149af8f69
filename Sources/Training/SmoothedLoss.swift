/// fast.ai's smoothed loss: avg ← 0.98·avg + 0.02·loss, shown as avg/(1 − 0.98^k) after k batches.
package struct SmoothedLoss: Sendable, Hashable, Codable {
  private var average = 0.0
  private var bias = 1.0

  package init() {}

  /// avg/(1 − 0.98^k); 0 before the first batch.
  package var value: Double { bias < 1 ? average / (1 - bias) : 0 }

  package mutating func add(_ loss: Double) {
    average = 0.98 * average + 0.02 * loss
    bias *= 0.98
  }
}
