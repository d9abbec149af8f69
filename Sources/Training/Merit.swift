/// The order in which epochs and runs are better than others: by accuracy, and of equal ones by lower loss.
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

/// An epoch among others: the best one has the greatest merit, and is the earliest of equals.
package struct RankedEpoch: Sendable, Hashable, Codable {
  package var epoch: Int
  package var accuracy: Double
  package var validLoss: Double

  /// nil: an epoch whose figures are not finite is never the best.
  package init?(_ record: EpochRecord) {
    guard record.accuracy.isFinite, record.validLoss.isFinite else { return nil }
    epoch = record.epoch
    accuracy = record.accuracy
    validLoss = record.validLoss
  }

  private var merit: Merit { Merit(accuracy: accuracy, validLoss: validLoss) }

  /// Whether it is better than the best so far.
  package func beats(_ best: RankedEpoch?) -> Bool { best.map { merit > $0.merit } ?? true }
}
