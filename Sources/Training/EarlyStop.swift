/// When a run ends before its fit calls do: after so many epochs without a better validation.
package struct EarlyStop: Sendable, Hashable {
  package enum Monitor: String, Sendable, CaseIterable {
    case accuracy
    case validLoss = "valid_loss"
  }

  /// Epochs without an improvement after which the run ends; nil: it goes on.
  package var patience: Int?
  /// What counts as an improvement has to be better by more than this.
  package var minDelta = 0.0
  package var monitor = Monitor.accuracy

  package init() {}

  /// The figure of an epoch, the higher the better; nil: it is not finite.
  func merit(_ epoch: EpochRecord) -> Double? {
    let merit = monitor == .accuracy ? epoch.accuracy : -epoch.validLoss
    return merit.isFinite ? merit : nil
  }
}

extension LearnerProgress {
  /// Records a validation; returns how many epochs without an improvement are left, nil where that ends nothing.
  mutating func takeMonitored(_ epoch: EpochRecord, _ settings: EarlyStop) -> Int? {
    guard let patience = settings.patience else { return nil }
    if let merit = settings.merit(epoch), monitored.map({ merit > $0 + settings.minDelta }) ?? true {
      monitored = merit
      epochsWithoutGain = 0
    } else {
      epochsWithoutGain = (epochsWithoutGain ?? 0) + (unvalidatedEpochs ?? 0) + 1
    }
    return max(patience - (epochsWithoutGain ?? 0), 0)
  }
}
