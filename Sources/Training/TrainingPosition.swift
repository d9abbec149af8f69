/// The next step of a run. Together with the seed it determines all random draws.
package struct TrainingPosition: Sendable, Hashable, Codable {
  /// Index of the fit call.
  package var fit = 0
  /// Counted over all fit calls.
  package var epoch = 0
  /// Completed epochs of this fit call.
  package var epochInFit = 0
  /// Completed batches of this epoch.
  package var batch = 0
  /// Completed steps of this fit call: the argument of its schedule.
  package var iteration = 0
  /// Completed steps of the run.
  package var step = 0
  /// All fit calls are done, or `maxSteps` is reached.
  package var isComplete = false

  package init() {}
}
