import Testing

@testable import Training

@Suite struct MeritTests {
  private func record(_ epoch: Int, _ accuracy: Double, _ validLoss: Double) -> EpochRecord {
    EpochRecord(
      epoch: epoch, fit: 0, learningRate: 0.1, trainLoss: 1, validLoss: validLoss, accuracy: accuracy, seconds: 1,
      imagesPerSecond: 1, validationSeconds: 1, step: epoch)
  }

  @Test func accuracyComesFirstThenLossThenTheEarlierEpoch() throws {
    let order = [(0.4, 3.0), (0.5, 2.0), (0.5, 1.0), (0.6, 9.0)].map { Merit(accuracy: $0, validLoss: $1) }
    #expect(order.reversed().sorted() == order)
    let first = try #require(RankedEpoch(record(0, 0.5, 1)))
    #expect(first.beats(nil))
    #expect(RankedEpoch(record(1, 0.5, 1))?.beats(first) == false)
    #expect(RankedEpoch(record(1, 0.5, 0.9))?.beats(first) == true)
    #expect(RankedEpoch(record(1, 0.4, 0.1))?.beats(first) == false)
  }

  @Test func anEpochWhoseLossIsNotFiniteIsNeverTheBest() {
    #expect(RankedEpoch(record(0, 0.9, .nan)) == nil)
    #expect(RankedEpoch(record(0, 0.9, .infinity)) == nil)
  }

  @Test func whatHasRunAwayMayBeTheBestEpochButIsNotGoneBackTo() throws {
    var progress = LearnerProgress()
    progress.firstLoss = 2
    let taken = [record(0, 0.1, 2), record(1, 0.2, 4.1)].map { progress.takeGoodEpoch($0) }
    #expect(taken == [true, false])
    #expect(progress.goodEpoch?.epoch == 0)
    #expect(RankedEpoch(record(1, 0.2, 4.1))?.beats(progress.goodEpoch) == true)
  }
}
