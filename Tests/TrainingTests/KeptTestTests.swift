import ImageData
import Testing

@testable import Training

/// Images that are left aside for a test have no part in what is trained, measured or chosen.
@Suite struct KeptTestTests {
  /// A set that keeps these images for a test.
  private func dataSet(keeping test: ImageSet?) -> DataSet {
    let set = TinyData.dataSet()
    return DataSet(
      name: set.name, source: set.source, classes: set.classes, train: set.train, valid: set.valid, test: test)
  }

  private struct Outcome: Equatable {
    var sweep: [Double] = []
    var losses: [Double] = []
    var statistics: ChannelStatistics?
  }

  private func outcome(_ data: DataSet) throws -> Outcome {
    var outcome = Outcome()
    let options = LearnerOptions(fits: [try FitCall(parsing: "1e-1, 2")], batchSize: 32, seed: 5)
    let network = try TinyData.network()
    _ = LRFinder(network: network, data: data, learner: options).run { outcome.sweep.append($0.loss) }
    let learner = Learner(network: network, data: data, options: options)
    outcome.statistics = learner.statistics
    _ = learner.run(TrainingControl()) { event in
      switch event {
      case .stepEnded(let step): outcome.losses.append(step.loss)
      case .epochEnded(let epoch): outcome.losses += [epoch.validLoss, epoch.accuracy]
      default: break
      }
    }
    return outcome
  }

  @Test func trainingValidationFinderAndStatisticsAreTheSameWhateverIsKept() throws {
    let plain = try outcome(dataSet(keeping: nil))
    #expect(plain.losses.count > 6 && plain.sweep.count > 10)
    let white = ImageSet(
      size: 16, pixels: [UInt8](repeating: 255, count: 9 * 768), labels: [UInt8](repeating: 3, count: 9))
    for test in [white, TinyData.set(images: 50, seed: 9)] {
      let data = dataSet(keeping: test)
      #expect(try outcome(data) == plain)
      #expect(data.statistics == dataSet(keeping: nil).statistics)
      #expect(data.fingerprint != dataSet(keeping: nil).fingerprint)
      #expect(data.subset(20, seed: 1).test == test && data.validatingFirst(5).test == test)
    }
  }
}
