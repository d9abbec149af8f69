import Networks
import Testing

@testable import Training

/// Validations after every few epochs.
@Suite struct ValidationEveryTests {
  private func learner(
    every: Int, _ fits: [FitCall] = [FitCall(0.05, 3), FitCall(0.02, 4)],
    _ change: (inout LearnerOptions) -> Void = { _ in }
  ) throws -> Learner {
    var options = LearnerOptions(fits: fits, batchSize: 32, seed: 5)
    options.validationEvery = every
    change(&options)
    return Learner(network: try TinyData.network(), data: TinyData.dataSet(), options: options)
  }

  private func epochs(_ learner: Learner, _ control: TrainingControl = TrainingControl()) -> [EpochRecord] {
    var epochs: [EpochRecord] = []
    learner.run(control) { if case .epochEnded(let record) = $0 { epochs.append(record) } }
    return epochs
  }

  @Test func `a run validates after every third epoch and at its end, and trains as ever`() throws {
    let (each, third) = (try learner(every: 1), try learner(every: 3))
    let (all, some) = (epochs(each), epochs(third))
    #expect(all.map(\.epoch) == Array(0..<7))
    #expect(some.map(\.epoch) == [2, 5, 6])
    #expect(third.network.values.all.values == each.network.values.all.values)
    for record in some {
      let same = all[record.epoch]
      #expect(record.validLoss == same.validLoss && record.step == same.step && record.trainLoss == same.trainLoss)
    }
    #expect(third.position == each.position)
  }

  @Test func `seconds and speed are of all epochs since the last validation`() throws {
    var time = 0.0
    var options = LearnerOptions(fits: [FitCall(0.05, 5)], batchSize: 32, seed: 5)
    options.validationEvery = 2
    let learner = Learner(network: try TinyData.network(), data: TinyData.dataSet(), options: options) {
      time += 1
      return time
    }
    #expect(epochs(learner).map(\.seconds) == [6, 6, 3])
  }

  @Test(arguments: [1, 4, 5, 7, 9]) func `a run goes on from any step bit for bit`(_ step: Int) throws {
    let whole = try learner(every: 3)
    let all = epochs(whole)
    let stopped = try learner(every: 3)
    let control = TrainingControl()
    stopped.run(control) {
      if case .stepEnded(let record) = $0, record.step == step { control.request = .stop }
    }
    let resumed = try learner(every: 3)
    let bytes = try Checkpoint(stopped.state).bytes(for: stopped.network)
    try resumed.restore(Checkpoint(bytes: bytes, for: resumed.network).state)
    #expect(epochs(resumed).map(\.validLoss) == all.filter { $0.step > step + 1 || $0.step > step }.map(\.validLoss))
    #expect(resumed.network.values.all.values == whole.network.values.all.values)
  }

  @Test func `patience counts epochs, not validations`() throws {
    let learner = try learner(every: 2, [FitCall(0.05, 20)]) {
      $0.earlyStop.patience = 5
      $0.earlyStop.minDelta = 0.99
    }
    #expect(epochs(learner).map(\.stopsIn) == [5, 3, 1, 0])
  }

  @Test func `whoever ends the run after an epoch gets that validated`() throws {
    let control = TrainingControl()
    control.request = .stopAfterEpoch
    #expect(epochs(try learner(every: 3), control).map(\.epoch) == [0])
  }

  @Test func `a state with more epochs without a validation than there can be is refused`() throws {
    let learner = try learner(every: 3)
    var state = learner.state
    state.progress.unvalidatedEpochs = 3
    #expect(throws: LearnerStateError.self) { try learner.restore(state) }
    state.progress.unvalidatedEpochs = -1
    #expect(throws: LearnerStateError.self) { try learner.restore(state) }
  }
}
