import Testing

@testable import Training

/// A run that diverges, is held, and goes on from good weights.
@Suite struct RecoveryTests {
  /// What a learner tells; whoever holds its control answers each divergence by `answer`.
  private func transcript(
    of learner: Learner, _ control: TrainingControl = TrainingControl(holdsOnDivergence: true),
    each: (TrainingEvent) -> Void = { _ in }
  ) -> Transcript {
    var transcript = Transcript()
    learner.run(control) { event in
      transcript.take(event)
      each(event)
      if case .held = event, control.request != .stop { control.request = .recover }
    }
    return transcript
  }

  /// Steps and epochs as text: figures that are no numbers are equal to each other then.
  private func figures(_ transcript: Transcript) -> String { "\(transcript.steps) \(transcript.epochs)" }

  private func starts(_ transcript: Transcript) -> [Divergence.Start] {
    transcript.others.compactMap { if case .held(let divergence) = $0 { divergence.start } else { nil } }
  }

  @Test func eachTimeARunIsLetGoOnItsRatesAreATenthUntilItGetsThrough() throws {
    let learner = try TinyData.learner("1e8, 40")
    let first = learner.network.values.all.values
    var weights: [[Float]] = []
    let all = transcript(of: learner) { event in
      if case .recovered = event { weights.append(learner.network.values.all.values) }
    }
    #expect(all.others.last == .stopped(.completed))
    #expect(weights.count > 5 && weights.allSatisfy { $0 == first })
    #expect(starts(all).allSatisfy { $0 == .beginning })
    let expected = weights.reduce(1e8) { rate, _ in rate / 10 }
    #expect(all.steps.last?.learningRate == expected)
    #expect(all.steps.map(\.step) == Array(0..<120))
    #expect(learner.evaluate().loss.isFinite)
  }

  @Test func theSameRecoveriesGiveTheSameRunWithoutAsking() throws {
    let learner = try TinyData.learner("1e8, 40")
    let all = transcript(of: learner)
    let replay = try TinyData.learner("1e8, 40", recoveries: learner.allRecoveries)
    let again = transcript(of: replay, TrainingControl())
    #expect(figures(again) == figures(all))
    #expect(starts(again).isEmpty)
    #expect(replay.allRecoveries == learner.allRecoveries)
  }

  /// A run whose rate was set far too high in its third epoch, and to a tenth of that each time it diverged.
  private func withHandSetRate(_ rate: Double) throws -> (Learner, Transcript) {
    let learner = try TinyData.learner("0.05, 12")
    let control = TrainingControl(holdsOnDivergence: true)
    let all = transcript(of: learner, control) { event in
      if case .stepEnded(let step) = event, step.step == 6 { control.learningRate = rate }
    }
    return (learner, all)
  }

  @Test func weightsThatHaveRunAwayAreThoseOfTheBestEpochAgainAndARateSetByHandIsLoweredToo() throws {
    let (learner, all) = try withHandSetRate(1e6)
    let best = try #require(all.epochs.prefix(2).max { ($0.accuracy, -$0.validLoss) < ($1.accuracy, -$1.validLoss) })
    #expect(starts(all).first == .epoch(best.epoch))
    #expect(all.others.last == .stopped(.completed))
    let count = learner.allRecoveries.count
    #expect(count > 1)
    let lowered = (0..<count).reduce(1e6) { rate, _ in rate / 10 }
    #expect(learner.learningRateChanges.last?.learningRate == lowered)
    let replay = try TinyData.learner(
      "0.05, 12", changes: learner.allLearningRateChanges, recoveries: learner.allRecoveries)
    let again = transcript(of: replay, TrainingControl())
    #expect(figures(again) == figures(all))
  }

  @Test func aRateSetWhileARunIsHeldHoldsInsteadOfATenth() throws {
    let learner = try TinyData.learner("1e30, 2")
    let control = TrainingControl(holdsOnDivergence: true)
    let all = transcript(of: learner, control) { event in
      if case .held = event { control.learningRate = 0.05 }
    }
    #expect(learner.allRecoveries.count == 1)
    #expect(all.steps.last?.learningRate == 0.05)
  }

  @Test(arguments: [1, 5, 7, 8, 9, 14, 25]) func aStateTakenAnywhereGoesBackToTheSameWeights(step: Int) throws {
    let (whole, all) = try withHandSetRate(1e6)
    let changes = whole.allLearningRateChanges
    let first = try TinyData.learner("0.05, 12", changes: changes, recoveries: whole.allRecoveries)
    let control = TrainingControl()
    var state = first.state
    _ = transcript(of: first, control) { event in
      if case .stepEnded(let record) = event, record.step == step - 1 {
        state = first.state
        control.request = .stop
      }
    }
    let second = try TinyData.learner("0.05, 12", changes: changes, recoveries: whole.allRecoveries)
    try second.restore(state)
    let rest = transcript(of: second, TrainingControl())
    #expect(rest.steps == Array(all.steps[step...]))
  }

  @Test func aHeldRunThatIsStoppedHasDiverged() throws {
    let learner = try TinyData.learner("1e30, 3")
    let control = TrainingControl(holdsOnDivergence: true)
    let all = transcript(of: learner, control) { event in
      if case .held = event { control.request = .stop }
    }
    guard case .stopped(.diverged) = all.others.last else {
      Issue.record("\(all.others)")
      return
    }
    #expect(learner.allRecoveries.isEmpty)
  }
}
