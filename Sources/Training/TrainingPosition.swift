/// Where a run stands: the step that comes next. All that chance decides follows from the seed and these numbers.
package struct TrainingPosition: Sendable, Hashable, Codable {
  /// The index of the fit call.
  package var fit = 0
  /// Epochs count on over the fit calls.
  package var epoch = 0
  /// Epochs of this fit call that are over.
  package var epochInFit = 0
  /// Batches of this epoch that are over.
  package var batch = 0
  /// Steps of this fit call that are over: where its schedule stands.
  package var iteration = 0
  /// Steps of the run that are over.
  package var step = 0
  /// All fit calls are done, or as many steps as were wanted.
  package var isComplete = false

  /// The start of a run.
  package init() {}
}

/// fast.ai's smoothed loss: avg ← 0.98·avg + 0.02·loss, shown as avg/(1 − 0.98^k) after k batches.
package struct SmoothedLoss: Sendable, Hashable, Codable {
  private var average = 0.0
  private var bias = 1.0

  /// Nothing seen yet.
  package init() {}

  /// What is shown; 0 before the first batch.
  package var value: Double { bias < 1 ? average / (1 - bias) : 0 }

  /// Takes the loss of one more batch.
  package mutating func add(_ loss: Double) {
    average = 0.98 * average + 0.02 * loss
    bias *= 0.98
  }
}
