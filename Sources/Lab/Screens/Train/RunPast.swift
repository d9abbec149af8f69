import Training

/// What a run that goes on had done before it was stopped.
struct RunPast: Sendable {
  let curves: RunCurves
  /// Rates set by hand, each a mark on the axis of steps.
  let learningRateChanges: [LearningRateChange]
  /// The steps that were taken again from good weights.
  let recoveries: [Int]
}
