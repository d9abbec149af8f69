/// The order of epochs and runs by quality: higher accuracy first, then lower loss.
package struct Merit: Sendable, Hashable, Comparable {
  package let accuracy: Double
  package let validLoss: Double

  package init(accuracy: Double, validLoss: Double) {
    self.accuracy = accuracy
    self.validLoss = validLoss
  }

  package static func < (left: Merit, right: Merit) -> Bool {
    (left.accuracy, -left.validLoss) < (right.accuracy, -right.validLoss)
  }
}

/// An epoch and its merit; of equal ones the earliest is the best.
package struct RankedEpoch: Sendable, Hashable, Codable {
  package var epoch: Int
  package var accuracy: Double
  package var validLoss: Double

  /// nil where the figures are not finite: such an epoch is never the best.
  package init?(_ record: EpochRecord) {
    guard record.accuracy.isFinite, record.validLoss.isFinite else { return nil }
    epoch = record.epoch
    accuracy = record.accuracy
    validLoss = record.validLoss
  }

  private var merit: Merit { Merit(accuracy: accuracy, validLoss: validLoss) }

  /// Whether it is better than `best`, or there is none.
  package func beats(_ best: RankedEpoch?) -> Bool { best.map { merit > $0.merit } ?? true }
}
