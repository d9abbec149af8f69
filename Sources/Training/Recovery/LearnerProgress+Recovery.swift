extension LearnerProgress {
  /// The divergence at the current step.
  func divergence(learningRate: Double) -> Divergence {
    Divergence(
      step: position.step, learningRate: learningRate, lastLoss: lastLoss,
      start: goodEpoch.map { .epoch($0.epoch) } ?? .beginning)
  }

  /// Records the epoch if its weights are the best so far to return to; returns whether they are.
  mutating func takeGoodEpoch(_ record: EpochRecord) -> Bool {
    guard record.validLoss <= (firstLoss ?? 0) * Divergence.runaway, let epoch = RankedEpoch(record),
      epoch.beats(goodEpoch)
    else { return false }
    goodEpoch = epoch
    return true
  }

  /// Records a recovery at the current step; the average of the losses begins anew.
  mutating func recovered() {
    recoveries.append(position.step)
    smoothed = SmoothedLoss()
  }
}
