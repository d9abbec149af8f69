import ImageData
import Kernels
import Networks
import Testing

@testable import Training

@Suite struct LearnerTests {
  private func transcript(
    of learner: Learner, _ control: TrainingControl = TrainingControl(), each: (TrainingEvent) -> Void = { _ in }
  ) -> Transcript {
    var transcript = Transcript()
    learner.run(control) {
      transcript.take($0)
      each($0)
    }
    return transcript
  }

  @Test func withoutTheShortLastBatchTheStepsBeforeItAreTheSame() throws {
    func steps(dropsLast: Bool) throws -> [[StepRecord]] {
      let options = LearnerOptions(fits: [FitCall(0.05, 2)], batchSize: 32, dropsLast: dropsLast, seed: 5)
      let learner = Learner(network: try TinyData.network(), data: TinyData.dataSet(), options: options)
      var steps: [StepRecord] = []
      learner.run { if case .stepEnded(let record) = $0 { steps.append(record) } }
      #expect(steps.count == learner.totalSteps && learner.totalEpochs == 2)
      return (0..<2).map { epoch in steps.filter { $0.epoch == epoch } }
    }
    // 70 images.
    let (whole, dropped) = (try steps(dropsLast: false), try steps(dropsLast: true))
    #expect(whole.map { $0.map(\.images) } == [[32, 32, 6], [32, 32, 6]])
    #expect(dropped.map { $0.map(\.images) } == [[32, 32], [32, 32]])
    #expect(dropped[0].map(\.loss) == whole[0].prefix(2).map(\.loss))
  }

  @Test func stepsEpochsAndFitCallsCountOnOverTheRun() throws {
    let all = transcript(of: try TinyData.learner("0.05, 1", "0.05, 2, cycle_len=1"))
    #expect(all.steps.map(\.step) == Array(0..<9))
    #expect(all.steps.map(\.epoch) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(all.steps.map(\.fit) == [0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(all.steps.map(\.images) == [32, 32, 6, 32, 32, 6, 32, 32, 6])
    #expect(all.epochs.map(\.epoch) == [0, 1, 2])
    #expect(all.epochs.map(\.step) == [3, 6, 9])
    #expect(all.steps[3].learningRate == 0.0005)
    #expect(all.epochs[0].learningRate == 0.05)
    #expect(all.epochs[2].learningRate == all.steps[8].learningRate)
    #expect(all.others.last == .stopped(.completed))
  }

  @Test func smoothedLossFollowsTheFormulaAndStartsAfreshWithEachCall() throws {
    let all = transcript(of: try TinyData.learner("0.05, 1", "0.05, 1"))
    for call in [all.steps[0..<3], all.steps[3..<6]] {
      var average = 0.0
      for (k, step) in call.enumerated() {
        average = 0.98 * average + 0.02 * step.loss
        var power = 1.0
        for _ in 0...k { power *= 0.98 }
        #expect(step.smoothed == average / (1 - power))
      }
    }
    #expect(all.epochs[1].trainLoss == all.steps[5].smoothed)
  }

  @Test func itLearns() throws {
    let learner = try TinyData.learner("0.05, 12")
    let all = transcript(of: learner)
    #expect(all.epochs.last!.accuracy > 0.8)
    #expect(all.epochs.last!.validLoss < all.epochs.first!.validLoss)
  }

  @Test func theSameSeedGivesTheSameFiguresWithAnyNumberOfThreads() throws {
    let one = transcript(of: try TinyData.learner("0.05, 2", threads: 1))
    #expect(transcript(of: try TinyData.learner("0.05, 2", threads: 1)) == one)
    #expect(transcript(of: try TinyData.learner("0.05, 2", threads: 3)) == one)
  }

  @Test func validationCountsEachImageOnceWhateverTheBatchSize() throws {
    let network = try TinyData.network(batchSize: 32)
    let learner = try TinyData.learner("0.05, 1", network: network)
    learner.run()
    let whole = learner.evaluate()
    #expect(whole.images == 37)
    let predictions = Evaluator(network, statistics: learner.statistics).predict(learner.data.valid)
    #expect(predictions.count == 37)
    let evaluation = try predictions.evaluate()
    #expect(abs(evaluation.loss - whole.loss) < 1e-6)
    #expect(evaluation.accuracy == whole.accuracy)
    let small = try TinyData.network(batchSize: 5)
    small.values.all.copy(from: network.values.all)
    small.buffers.all.copy(from: network.buffers.all)
    let other = Evaluator(small, statistics: learner.statistics).evaluate(learner.data.valid)
    #expect(abs(other.loss - whole.loss) < 1e-6)
    #expect(other.accuracy == whole.accuracy)
  }

  @Test func aStepLimitEndsTheRunAsAnEpochDoes() throws {
    let learner = try TinyData.learner("0.05, 3", maxSteps: 4)
    let all = transcript(of: learner)
    #expect(all.steps.count == 4)
    #expect(all.epochs.map(\.step) == [3, 4])
    #expect(all.others.last == .stopped(.completed))
    #expect(learner.totalSteps == 4 && learner.totalEpochs == 2)
    #expect(transcript(of: learner).steps.isEmpty)
  }

  @Test func stopsBetweenBatchesAndGoesOnAsIfNeverStopped() throws {
    let undisturbed = transcript(of: try TinyData.learner("0.05, 1", "0.1, 2, cycle_len=1"))
    let learner = try TinyData.learner("0.05, 1", "0.1, 2, cycle_len=1")
    let control = TrainingControl()
    var parts = transcript(of: learner, control) { event in
      if case .stepEnded(let step) = event, step.step == 4 { control.request = .stop }
    }
    #expect(parts.steps.count == 5)
    #expect(parts.others.last == .stopped(.stopped))
    let rest = transcript(of: learner)
    parts.steps += rest.steps
    parts.epochs += rest.epochs
    #expect(parts.steps == undisturbed.steps)
    #expect(parts.epochs == undisturbed.epochs)
  }

  @Test(arguments: 0..<10) func aStateTakenAnywhereGoesOnBitForBitInANewLearner(step: Int) throws {
    let fits = ("0.05, 1", "0.1, 1, cycle_len=2")
    let undisturbed = transcript(of: try TinyData.learner(fits.0, fits.1, options: .init(statistics: .ema)))
    let first = try TinyData.learner(fits.0, fits.1, options: .init(statistics: .ema))
    let control = TrainingControl()
    var state = first.state
    _ = transcript(of: first, control) { event in
      if case .stepEnded(let record) = event, record.step == step - 1 {
        state = first.state
        control.request = .stop
      }
    }
    let second = try TinyData.learner(fits.0, fits.1, options: .init(statistics: .ema), threads: 2)
    try second.restore(state)
    let rest = transcript(of: second)
    #expect(rest.steps == Array(undisturbed.steps[min(step, 9)...]))
    #expect(rest.epochs == undisturbed.epochs.filter { $0.step >= step })
  }

  @Test func aStopDuringTheValidationLeavesItToBeDoneWhenTheRunGoesOn() throws {
    let undisturbed = transcript(of: try TinyData.learner("0.05, 2"))
    let learner = try TinyData.learner("0.05, 2")
    let control = TrainingControl()
    var parts = transcript(of: learner, control) { event in
      if case .validationStarted = event { control.request = .stop }
    }
    #expect(parts.steps.count == 3)
    #expect(parts.epochs.isEmpty)
    let other = try TinyData.learner("0.05, 2")
    try other.restore(learner.state)
    let rest = transcript(of: other)
    parts.steps += rest.steps
    parts.epochs += rest.epochs
    #expect(parts.steps == undisturbed.steps)
    #expect(parts.epochs == undisturbed.epochs)
  }

  @Test func stopAfterTheEpochValidatesFirst() throws {
    let control = TrainingControl()
    control.request = .stopAfterEpoch
    let all = transcript(of: try TinyData.learner("0.05, 3"), control)
    #expect(all.steps.count == 3)
    #expect(all.epochs.count == 1)
    #expect(all.others.last == .stopped(.stopped))
  }

  @Test func aSingleStepPausesAgain() async throws {
    let control = TrainingControl()
    control.request = .step
    var paused: [Int] = []
    let all = transcript(of: try TinyData.learner("0.05, 1"), control) { event in
      guard case .paused(let step) = event else { return }
      paused.append(step)
      // The learner is about to wait for a new request; this is the one it finds.
      control.request = step == 2 ? .stop : .step
    }
    #expect(paused == [1, 2])
    #expect(all.steps.count == 2)
  }

  @Test func aRateSetByHandHoldsIsRecordedAndCanBeReplayed() throws {
    let control = TrainingControl()
    let learner = try TinyData.learner("0.05, 3")
    let all = transcript(of: learner, control) { event in
      guard case .stepEnded(let record) = event else { return }
      if record.step == 1 { control.learningRate = 0.2 }
      if record.step == 4 { control.learningRate = nil }
    }
    #expect(all.steps.map(\.learningRate) == [0.05, 0.05, 0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.05])
    let changes = [LearningRateChange(step: 2, learningRate: 0.2), LearningRateChange(step: 5, learningRate: nil)]
    #expect(learner.learningRateChanges == changes)
    let replay = try TinyData.learner("0.05, 3", changes: changes)
    #expect(transcript(of: replay) == all)
    #expect(replay.learningRateChanges == changes)
  }

  @Test func divergenceNamesStepAndRateAndKeepsTheLastGoodWeights() throws {
    let learner = try TinyData.learner("1e30, 3")
    let start = learner.network.values.all.values
    var kept = start
    var before = start
    var steps = 0
    let reason = learner.run { event in
      guard case .stepEnded = event else { return }
      kept = before
      before = learner.network.values.all.values
      steps += 1
    }
    #expect(reason == .diverged(step: steps, learningRate: 1e30))
    #expect(steps > 0)
    #expect(learner.network.values.all.values == kept)
    #expect(learner.evaluate().loss.isFinite)
  }

  @Test func frozenLayersKeepWeightsAndStatistics() throws {
    let network = try TinyData.network(options: NetworkOptions(frozen: ["layers.0", "conv1"]))
    let learner = try TinyData.learner("0.05, 2", network: network)
    let before = network.weights
    learner.run()
    let after = network.weights
    for name in ["conv1.weight", "conv1.bias", "layers.0.a", "layers.0.m", "layers.0.conv.weight"] {
      #expect(after[name] == before[name], "\(name)")
    }
    #expect(after["layers.1.conv.weight"] != before["layers.1.conv.weight"])
    #expect(learner.measureLayers().map { $0.gradientNorm != nil } == [false, false, true, false, true])
  }
}
