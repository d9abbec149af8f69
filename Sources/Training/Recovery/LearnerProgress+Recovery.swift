extension LearnerProgress {
  /// The step at hand has a loss that is not finite.
  func divergence(learningRate: Double) -> Divergence {
    Divergence(
      step: position.step, learningRate: learningRate, lastLoss: lastLoss,
      start: goodEpoch.map { .epoch($0.epoch) } ?? .beginning)
  }

  /// Notes the epoch if its weights are the best ones so far to go back to, and tells whether they are.
  mutating func takeGoodEpoch(_ record: EpochRecord) -> Bool {
    guard record.validLoss <= (firstLoss ?? 0) * Divergence.runaway, let epoch = RankedEpoch(record),
      epoch.beats(goodEpoch)
    else { return false }
    goodEpoch = epoch
    return true
  }

  /// What a rate of the schedule has become by the recoveries so far.
  func lowered(_ rate: Double) -> Double { recoveries.reduce(rate) { rate, _ in rate / Divergence.rateDivisor } }

  /// The step at hand is taken again from good weights: the average of the losses begins anew.
  mutating func recovered() {
    recoveries.append(position.step)
    smoothed = SmoothedLoss()
  }
}
