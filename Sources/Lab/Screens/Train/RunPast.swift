import Training

/// History of a run that is resumed.
struct RunPast: Sendable {
  let curves: RunCurves
  /// Manual rates, marked on the axis of steps.
  let learningRateChanges: [LearningRateChange]
  /// Steps that were repeated from good weights.
  let recoveries: [Int]
}
