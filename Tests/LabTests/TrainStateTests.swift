import Testing
import Training

@testable import Lab

@Suite struct TrainStateTests {
  @Test func stoppingAsksForTheWordAndNothingElseStops() {
    var state = Support.training(steps: 6)
    Support.press(.character("x"), on: &state)
    #expect(Support.press(.enter, &state).isEmpty)
    #expect(state.train.isActive && state.overlays.isEmpty)
    Support.press(.character("x"), on: &state)
    _ = Support.type("stop", &state)
    #expect(Support.press(.enter, &state) == [.ask(.stop)])
    #expect(state.train.phase == .stopping)
  }

  @Test func quittingWhileTrainingStopsTheLearnerFirst() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.character("q"), &state).isEmpty)
    _ = Support.type("quit", &state)
    #expect(Support.press(.enter, &state) == [.ask(.stop)])
    #expect(update(&state, .training([.stopped(.stopped)])).isEmpty)
    #expect(update(&state, .trainingClosed) == [.quit(0)])
  }

  @Test func quittingWithoutATrainingAsksNothing() {
    var state = Support.state()
    #expect(Support.press(.character("q"), &state) == [.quit(0)])
  }

  @Test func aSignalIsAnOrderlyEnd() {
    var state = Support.training(steps: 6)
    #expect(update(&state, .terminal(.stop(signal: 2))) == [.ask(.stop)])
    #expect(update(&state, .trainingClosed) == [.quit(130)])
  }

  @Test func aPauseIsAFactOfTheLearner() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.character(" "), &state) == [.ask(.pause)])
    #expect(state.train.phase == .running)
    _ = update(&state, .training([.paused(step: 6)]))
    #expect(state.train.phase == .paused)
    #expect(Support.press(.character(" "), &state) == [.ask(.run)])
    _ = update(&state, .training([.resumed(step: 6)]))
    #expect(state.train.phase == .running)
    #expect(state.train.marks.map(\.kind) == [.paused, .resumed])
  }

  @Test func aRateSetByHandIsSentAndMarkedWhereItHolds() {
    var state = Support.training(steps: 6)
    let rate = state.train.curves.learningRate.last! * 1.25
    #expect(Support.press(.character("+"), &state) == [.setRate(rate)])
    _ = update(&state, .training([.learningRateChanged(LearningRateChange(step: 6, learningRate: rate))]))
    #expect(state.train.marks.map(\.step) == [6])
  }

  /// A run that diverged after so many steps, the last of them with this loss.
  private func diverged(after steps: Int, lastLoss: Double) -> LabState {
    var state = Support.training(steps: steps)
    let last = StepRecord(
      step: steps, epoch: steps / Support.plan.batches, fit: 0, learningRate: 0.3, loss: lastLoss, smoothed: lastLoss,
      images: 16, seconds: 0.02)
    _ = update(&state, .training([.stepEnded(last), .stopped(.diverged(step: steps + 1, learningRate: 0.3))]))
    return state
  }

  @Test func divergenceExplainsItselfAndGoesOnFromTheLastGoodWeightsWithATenthOfTheRate() throws {
    var state = diverged(after: 6, lastLoss: 2.5)
    #expect(state.notice?.level == .warning)
    state.notice = nil
    let shown = view(state, .full).text
    for text in ["! diverged", "At step 7, with lr 3e-1", "those of step 6 (loss 2.5000)"] {
      #expect(shown.contains(text), "\(shown)")
    }
    let before = try #require(state.train.recipe)
    guard case .train(let recipe)? = Support.press(.character("b"), &state).first else {
      Issue.record("b started nothing")
      return
    }
    #expect(recipe.initialWeights == "runs/20260101-120000-ConvNet-42/weights.safetensors")
    #expect(recipe.fits.map(\.learningRate) == before.fits.map { $0.learningRate / 10 })
    #expect(recipe.fits.map(\.epochs) == before.fits.map(\.epochs))
    #expect(state.form.fits(for: state.network.architecture) == recipe.fits)
    #expect(state.train.phase == .starting && !view(state, .full).text.contains("! diverged"))
  }

  @Test func weightsThatHaveRunAwayAreNotGoneOnFrom() {
    let late = diverged(after: 6, lastLoss: 1e9)
    #expect(late.train.divergence?.start == .bestEpoch(0))
    #expect(late.recipeAfterDivergence?.initialWeights?.hasSuffix("/best.safetensors") == true)
    let early = diverged(after: 2, lastLoss: 1e9)
    #expect(early.train.divergence?.start == .beginning)
    #expect(early.recipeAfterDivergence?.initialWeights == nil)
  }

  @Test func aDivergenceThatIsLeftCanStillBeGoneOnFrom() {
    var state = diverged(after: 6, lastLoss: 2.5)
    Support.press(.escape, on: &state)
    #expect(!view(state, .full).text.contains("no longer a number"))
    #expect(!Support.press(.character("b"), &state).isEmpty)
    #expect(Support.press(.character("b"), &state).isEmpty)
    #expect(state.notice?.text == "b: a network is being trained")
  }

  @Test func whatIsLeftCountsTheValidationsToo() {
    let state = Support.training(steps: 8)
    let left = state.train.progress.secondsLeft(Support.plan)!
    #expect(abs(left - (4 * 0.02 + 1 * 0.03)) < 1e-9)
  }

  @Test func aRunThatGoesOnHasItsCurvesAndMarksBack() {
    let all = Support.training()
    var past = RunCurves(name: "run")
    for event in Support.events(steps: 6) {
      if case .stepEnded(let step) = event { past.take(step) }
      if case .epochEnded(let epoch) = event { past.take(epoch) }
    }
    var state = Support.state()
    state.train.prepare(state.recipe)
    let change = LearningRateChange(step: 3, learningRate: 0.5)
    _ = update(
      &state,
      .trainingStarted(
        Support.plan, name: "run", folder: "run", past: RunPast(curves: past, learningRateChanges: [change])))
    #expect(state.train.progress.steps == 6 && state.train.progress.epochsDone == 1)
    #expect(state.train.marks == [RunMark(step: 3, kind: .learningRate(0.5))])
    #expect(state.train.currentRate == 0.5)
    let behind = Support.events(steps: 6).count
    _ = update(&state, .training(Array(Support.events().dropFirst(behind))))
    #expect(state.train.curves == all.train.curves)
    #expect(state.train.progress.epochsDone == 3)
  }

  @Test func aTwinStaysBeneathTheNextRun() {
    var state = Support.training()
    _ = update(&state, .training([.stopped(.completed)]))
    _ = update(&state, .trainingClosed)
    Support.press(.character("w"), on: &state)
    _ = update(&state, .trainingStarted(Support.plan, name: "second", folder: nil))
    #expect(state.train.twin?.name == "run")
    #expect(state.train.curves.steps == 0)
  }
}

@Suite struct CurveSeriesTests {
  @Test func noSpikeIsLostAtAnyScale() {
    var series = CurveSeries()
    for index in 0..<10_000 { series.append(index == 7_777 ? 99 : Double(index % 7)) }
    #expect(series.extent(0..<10_000) == CurveSeries.Extent(low: 0, high: 99))
    #expect(series.extent(7_000..<8_000)?.high == 99)
    #expect(series.extent(7_778..<9_000)?.high == 6)
    for start in stride(from: 0, to: 9_000, by: 37) {
      let range = start..<start + 700
      let values = series.values[range]
      #expect(series.extent(range) == CurveSeries.Extent(low: values.min()!, high: values.max()!))
    }
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    let series = CurveSeries([1, .nan, .infinity, 3])
    #expect(series.extent(0..<4) == CurveSeries.Extent(low: 1, high: 3))
    #expect(series.extent(1..<3) == nil)
  }
}
