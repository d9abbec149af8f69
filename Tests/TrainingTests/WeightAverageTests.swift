import Networks
import Testing

@testable import Training

/// Averages of the weights over a run, and the end of a run that no longer gets better.
@Suite struct WeightAverageTests {
  private func learner(_ change: (inout LearnerOptions) throws -> Void, epochs: Int = 3) throws -> Learner {
    var options = LearnerOptions(fits: [FitCall(0.05, epochs)], batchSize: 32, seed: 5)
    try change(&options)
    return Learner(network: try TinyData.network(), data: TinyData.dataSet(), options: options)
  }

  private func epochs(_ learner: Learner) -> [EpochRecord] {
    var epochs: [EpochRecord] = []
    learner.run { if case .epochEnded(let record) = $0 { epochs.append(record) } }
    return epochs
  }

  @Test func `a moving average is evaluated beside the weights, changes no step, and is what the run gives`() throws {
    let usual = try learner { _ in }
    let plain = epochs(usual)
    let averaging = try learner { $0.averaging.movingAverage = .init(decay: 0.7) }
    let averaged = epochs(averaging)
    #expect(averaged.map(\.trainLoss) == plain.map(\.trainLoss))
    #expect(averaged.map(\.plain?.loss) == plain.map(\.validLoss))
    #expect(averaged.map(\.plain?.accuracy) == plain.map(\.accuracy))
    #expect(averaged.map(\.validLoss) != plain.map(\.validLoss))
    #expect(plain.allSatisfy { $0.plain == nil })
    #expect(averaging.network.values.all.values != usual.network.values.all.values)
    #expect(averaging.modelState.values == averaging.network.values.all.values)
    #expect(averaging.evaluate().loss == averaged.last?.validLoss)
  }

  @Test func `statistics are averaged, too, beginning with the first`() throws {
    let network = try TinyData.network()
    let average = try #require(WeightAverage(of: network, averaging { $0.movingAverage = .init(decay: 0.75) }))
    for value in [Float(2), 4] {
      network.buffers.all.fill(value)
      for flag in network.namedBuffers.compactMap(\.flag) { network.buffers.all[flag] = 1 }
      average.stepTaken(1, of: 2)
    }
    for tensor in network.namedBuffers where tensor.flag != nil {
      #expect(average.state.buffers[tensor.range].allSatisfy { $0 == 2.5 })
    }
    for flag in network.namedBuffers.compactMap(\.flag) { #expect(average.state.buffers[flag] == 1) }
  }

  private func averaging(_ change: (inout WeightAveraging) -> Void) -> WeightAveraging {
    var averaging = WeightAveraging()
    change(&averaging)
    return averaging
  }

  @Test func `after a divergence the average is that of the weights to go on from`() throws {
    let learner = try learner {
      $0.averaging.movingAverage = .init(decay: 0.5)
      $0.fits = [FitCall(1e20, 2)]
    }
    let reason = learner.run()
    guard case .diverged = reason else { return #expect(Bool(false), "\(reason)") }
    #expect(learner.modelState.values == learner.network.values.all.values)
    #expect(learner.modelState.values.allSatisfy { $0.isFinite })
  }

  @Test func `a state without the average of the recipe is refused`() throws {
    let averaging = try learner { $0.averaging.movingAverage = .init(decay: 0.5) }
    let usual = try learner { _ in }
    #expect(throws: LearnerStateError.self) { try averaging.restore(usual.state) }
    #expect(throws: LearnerStateError.self) { try usual.restore(averaging.state) }
    var state = averaging.state
    state.average?.values.removeLast()
    #expect(throws: LearnerStateError.self) { try averaging.restore(state) }
  }

  @Test(arguments: [("0.99", "0.99"), ("0.95/5", "0.95/5"), ("1", nil), ("0.9/0", nil), ("0.9/2/3", nil), ("x", nil)])
  func `a moving average is read as it is written`(text: String, read: String?) {
    #expect(WeightAveraging.MovingAverage(text)?.description == read)
  }

  @Test(arguments: [("5", "5"), ("5/0.5", "5/0.5"), ("0", nil), ("5/1", nil), ("5/0.5/1", nil), ("", nil)])
  func `a lookahead is read as it is written`(text: String, read: String?) {
    #expect(WeightAveraging.Lookahead(text)?.description == read)
  }

  @Test func `a run without a better validation ends when its patience does`() throws {
    let stopping = try learner(
      {
        $0.earlyStop.patience = 2
        $0.earlyStop.minDelta = 0.99
      }, epochs: 6)
    let all = epochs(stopping)
    #expect(all.map(\.stopsIn) == [2, 1, 0])
    #expect(stopping.position.isComplete)
    let going = epochs(try learner({ $0.earlyStop.patience = 2 }, epochs: 1))
    #expect(going.map(\.stopsIn) == [2])
    #expect(epochs(try learner { _ in }).allSatisfy { $0.stopsIn == nil })
  }

  @Test func `the loss counts where it is monitored, and less of it is better`() {
    var settings = EarlyStop()
    settings.patience = 3
    settings.monitor = .validLoss
    var progress = LearnerProgress()
    let left = [2.0, 1.5, 1.6, .nan, 1.4].map { loss in
      progress.takeMonitored(
        EpochRecord(
          epoch: 0, fit: 0, learningRate: 1, trainLoss: 1, validLoss: loss, accuracy: 0.5, seconds: 1,
          imagesPerSecond: 1, validationSeconds: 1, step: 1), settings)
    }
    #expect(left == [3, 3, 2, 1, 3])
  }
}
