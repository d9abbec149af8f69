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
