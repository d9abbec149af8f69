import Experiments
import Kernels
import Screen
import Testing
import Training

@testable import Lab

@Suite struct TrainStateTests {
  @Test func stoppingIsXThenYAndNothingElseStops() {
    var state = Support.training(steps: 6)
    Support.press(.character("x"), on: &state)
    for key: KeyPress in [.enter, .character("x"), .character("s"), .character(" ")] {
      #expect(Support.press(key, &state).isEmpty)
    }
    #expect(Support.press(.character("n"), &state).isEmpty)
    #expect(state.training?.phase != .stopping && state.overlays.isEmpty)
    Support.press(.character("x"), on: &state)
    #expect(Support.press(.character("y"), &state) == [.ask(.first, .stop)])
    #expect(state.training?.phase == .stopping && state.overlays.isEmpty)
  }

  @Test func aStoppedRunSaysHowItGoesOnAndRDoesIt() throws {
    for (width, height) in [(80, 24), (120, 40)] {
      var state = Support.training(steps: 6, width: width, height: height)
      #expect(Support.press(.character("r"), &state).isEmpty)
      #expect(state.notice?.text == "r: a network is being trained")
      _ = update(&state, TrainMessage.events([.stopped(.stopped)]))
      Support.end(&state)
      let shown = Support.view(state).text
      #expect(shown.contains("r goes on") && shown.contains("cifarlab resume"), "\(shown)")
      #expect(Support.view(state).row(height - 1).contains("r resume"))
      #expect(shown.contains("runs/20260101-120000-ConvNet-42"), "\(shown)")
      let effects = Support.press(.character("r"), &state)
      guard case .start(let job) = effects.first, case .checkpoint(let id, _) = (job.work as? TrainJob)?.start else {
        Issue.record("nothing was started: \(effects)")
        return
      }
      #expect(id == "20260101-120000-ConvNet-42" && !Support.view(state).text.contains("r goes on"))
    }
  }

  @Test func anEpochNoBetterThanChanceIsNotTheBest() {
    // The accuracies are 20, 35 and 50 %.
    for (chance, best) in [(0.2, 1), (0.6, nil)] {
      var state = Support.training(steps: 8, width: 100, height: 30)
      var plan = Support.plan
      plan.chance = chance
      _ = update(&state, TrainMessage.started(plan, state.recipe, name: "run", folder: "run"))
      _ = update(&state, TrainMessage.events(Support.events(steps: 8)))
      #expect(state.train.best?.epoch == best)
      let shown = Support.view(state).text
      #expect(shown.contains("★") == (best != nil), "\(shown)")
      #expect(shown.contains("chance gets 60.00 %") == (best == nil))
    }
  }

  @Test func epochsOfMillisecondsHaveFigures() {
    let state = Support.training(steps: 8, width: 100, height: 30)
    // 0.08 s each.
    #expect(Support.view(state).text.contains(/0\.080/))
    #expect(Support.view(state).text.contains("ms trn/epoch"))
  }

  @Test func aRunThatIsCompleteOrWasNotKeptIsNotGoneOnWith() {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    #expect(Support.press(.character("r"), &state).isEmpty)
    var unkept = Support.training(steps: 6)
    unkept.train.folder = nil
    _ = update(&unkept, TrainMessage.events([.stopped(.stopped)]))
    Support.end(&unkept)
    #expect(Support.press(.character("r"), &unkept).isEmpty && !Support.view(unkept).text.contains("r goes on"))
  }

  @Test func theEndAfterTheEpochIsAskedForAndTakenBackByOneKey() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.character("e"), &state) == [.ask(.first, .stopAfterEpoch)])
    #expect(Support.press(.character("e"), &state) == [.ask(.first, .run)])
    #expect(!state.train.stopsAfterEpoch)
  }

  @Test func theResultStandsFirstThenTheTimeLeftThenTheBars() throws {
    for (width, height) in [(80, 24), (120, 40)] {
      let state = Support.training(steps: 10, width: width, height: height)
      let lines = Support.view(state).text.split(separator: "\n").map(String.init)
      func line(_ text: String) throws -> Int { try #require(lines.firstIndex { $0.contains(text) }, "\(text)") }
      let result = try line("accuracy 35.00 %")
      #expect(lines[result].contains("★ the best so far"))
      #expect(try result < line("left ") && line("left ") <= line("▇"))
    }
  }

  @Test func theResultNamesTheBestEpochWhereItIsAnEarlierOne() {
    var state = Support.training(steps: 10)
    let worse = EpochRecord(
      epoch: 2, fit: 1, learningRate: 0.1, trainLoss: 2, validLoss: 2, accuracy: 0.125, seconds: 1, imagesPerSecond: 1,
      validationSeconds: 1, step: 12)
    _ = update(&state, TrainMessage.events([.epochEnded(worse)]))
    #expect(Support.view(state).text.contains("accuracy 12.50 %   best 35.00 %, epoch 2"))
  }

  @Test func epochsCountFromOneOnTheScreenAndInLines() throws {
    let state = Support.training(steps: 10)
    let shown = Support.view(state).text
    #expect(shown.contains("best: epoch 2") && shown.contains("3 ▸") && !shown.contains("epoch 0"))
    #expect(TrainScreen.lines(state).dropFirst().map { $0.prefix(8) } == ["epoch 1:", "epoch 2:"])
  }

  @Test func aNetworkIsInspectedWhileItTrainsOnceAnEpochIsValidated() {
    var early = Support.training(steps: 2)
    #expect(Support.press(.character("5"), .character("i"), on: &early).isEmpty)
    #expect(early.notice?.text == "i: the first epoch of the run is not validated yet")
    var state = Support.training(steps: 6)
    // Opening the screen asks for it at once.
    let effects = Support.press(.character("5"), on: &state)
    #expect((state.inspecting?.work as? InspectJob)?.id == "20260101-120000-ConvNet-42" && effects.count == 1)
    // The title goes on telling how the training stands.
    #expect(Support.view(state).row(0).contains("training"))
  }

  @Test func quittingWhileTrainingAsksAndStopsTheLearnerFirst() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.character("q"), &state).isEmpty)
    #expect(Support.press(.character("q"), &state).isEmpty && state.closing == nil)
    #expect(Support.press(.character("y"), &state) == [.ask(.first, .stop)])
    #expect(update(&state, TrainMessage.events([.stopped(.stopped)])).isEmpty)
    #expect(Support.end(&state) == [.quit(0)])
  }

  @Test func controlCAsksOnceEndsTheSecondTimeAndWaitsForNothingTheThird() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.control("c"), &state).isEmpty)
    #expect(Support.view(state).text.contains("A network is being trained") && state.closing == nil)
    var declined = state
    #expect(Support.press(.character("n"), &declined).isEmpty && declined.training?.phase != .stopping)
    #expect(Support.press(.control("c"), &declined).isEmpty && declined.overlays.count == 1)
    #expect(Support.press(.control("c"), &state) == [.ask(.first, .stop)])
    var hasty = state
    #expect(Support.press(.control("c"), &hasty) == [.abandon])
    #expect(Support.end(&state) == [.quit(130)])
    var idle = Support.state()
    #expect(Support.press(.control("c"), &idle) == [.quit(130)])
  }

  @Test func quittingWithoutATrainingAsksNothing() {
    var state = Support.state()
    #expect(Support.press(.character("q"), &state) == [.quit(0)])
  }

  @Test func aSignalIsAnOrderlyEnd() {
    var state = Support.training(steps: 6)
    #expect(update(&state, SessionMessage.terminal(.stop(signal: 2))) == [.ask(.first, .stop)])
    #expect(Support.end(&state) == [.quit(130)])
  }

  @Test func aPauseIsAFactOfTheLearner() {
    var state = Support.training(steps: 6)
    #expect(Support.press(.character(" "), &state) == [.ask(.first, .pause)])
    #expect(state.train.phase == .running)
    _ = update(&state, TrainMessage.events([.paused(step: 6)]))
    #expect(state.train.phase == .paused)
    #expect(Support.press(.character(" "), &state) == [.ask(.first, .run)])
    _ = update(&state, TrainMessage.events([.resumed(step: 6)]))
    #expect(state.train.phase == .running)
    #expect(state.train.marks.map(\.kind) == [.paused, .resumed])
  }

  @Test func aRateSetByHandIsSentAndMarkedWhereItHolds() {
    var state = Support.training(steps: 6)
    let rate = state.train.curves.learningRate.last! * 1.25
    #expect(Support.press(.character("+"), &state) == [.setRate(.first, rate)])
    _ = update(&state, TrainMessage.events([.learningRateChanged(LearningRateChange(step: 6, learningRate: rate))]))
    #expect(state.train.marks.map(\.step) == [6])
  }

  @Test func enterOnTheRateThatStandsInThePromptLeavesItToTheSchedule() {
    var state = Support.training(steps: 6)
    Support.press(.character("="), on: &state)
    #expect(state.editing?.line.text.isEmpty == false)
    #expect(Support.press(.enter, &state) == [.setRate(.first, nil)])
    #expect(state.train.manualRate == nil && state.editing == nil)
    Support.press(.character("="), on: &state)
    Support.press(.backspace, on: &state)
    _ = Support.type("1", &state)
    #expect(Support.press(.enter, &state) == [.setRate(.first, state.train.manualRate)])
    #expect(state.train.manualRate != nil)
  }

  @Test(arguments: [nil, 1, 4, 6, 100], [false, true])
  func thePlanEndsWhereTheLearnerDoes(maxSteps: Int?, dropsLast: Bool) throws {
    var recipe = Recipe(network: "SimpleNet")
    recipe.batchSize = 16
    recipe.fits = [FitCall(1e-2, 2)]
    recipe.training.maxSteps = maxSteps
    recipe.training.dropsLast = dropsLast
    let run = try TrainingRun(recipe, data: Support.dataSet(), pool: WorkerPool(threads: 1))
    let plan = try RunPlan(run)
    #expect(plan.steps == run.learner.totalSteps && plan.epochs == run.learner.totalEpochs)
    #expect(plan.batches == run.learner.batches)
    #expect(plan.chance > 0 && plan.chance < 1)
  }

  @Test func theBarsOfACycleAndOfTheRunAreFullAtTheEnd() throws {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    let lines = Support.view(state).text.split(separator: "\n")
    func bar(_ label: String) -> Int {
      lines.first { $0.contains("│ \(label) ") }?.count { $0 == "▇" } ?? 0
    }
    #expect(bar("epoch") > 5)
    #expect(bar("cycle") == bar("epoch"))
  }

  /// A run that waits because step 7 had no finite loss.
  private func held(_ start: Divergence.Start, lastLoss: Double = 2.5) -> LabState {
    var state = Support.training(steps: 7)
    let divergence = Divergence(step: 7, learningRate: 0.3, lastLoss: lastLoss, start: start)
    _ = update(&state, TrainMessage.events([.held(divergence)]))
    return state
  }

  @Test func aDivergenceIsExplainedAndHeldUntilItIsGoneOnFromOrEnded() throws {
    var state = held(.epoch(0))
    #expect(state.notice?.level == .warning && state.training != nil)
    state.notice = nil
    let shown = Support.view(state).text
    for text in ["! diverged", "At step 7, with lr 3e-1", "epoch 1", "lr 3e-2"] {
      #expect(shown.contains(text), "\(shown)")
    }
    #expect(Support.press(.character(" "), &state).isEmpty)
    #expect(state.notice?.text == "space: the run has diverged: r goes on, x ends it")
    var ended = state
    #expect(Support.press(.character("r"), &state) == [.ask(.first, .recover)])
    _ = update(
      &state, TrainMessage.events([.recovered(Divergence(step: 7, learningRate: 0.3, lastLoss: 2.5, start: .epoch(0)))])
    )
    #expect(state.train.phase == .running && !Support.view(state).text.contains("! diverged"))
    #expect(state.train.marks.map(\.title) == ["diverged", "from epoch 1 on, lr ÷ 10"])
    Support.press(.character("x"), on: &ended)
    #expect(Support.press(.character("y"), &ended) == [.ask(.first, .stop)])
    _ = update(&ended, TrainMessage.events([.stopped(.diverged(step: 7, learningRate: 0.3))]))
    #expect(!ended.train.isUnderWay && !Support.view(ended).text.contains("no longer a number"))
  }

  @Test func theExplanationNamesTheLastLossAndTheWeightsThatAreGood() {
    let late = held(.epoch(0), lastLoss: 1e9).train.divergence?.explanation ?? ""
    #expect(late.contains("the loss was 1e9") && late.contains("those of epoch 1"))
    #expect(held(.beginning).train.divergence?.explanation.contains("only those that the run began with") == true)
  }

  @Test func aDivergenceWhoseExplanationIsHiddenCanStillBeGoneOnFrom() {
    var state = held(.epoch(0))
    Support.press(.escape, on: &state)
    #expect(!Support.view(state).text.contains("no longer a number"))
    #expect(Support.press(.character("r"), &state) == [.ask(.first, .recover)])
  }

  @Test(arguments: [(80, 24), (120, 40)]) func aRunThatIsHeldHasNoTimeWhenItIsDone(_ width: Int, _ height: Int) {
    var state = held(.epoch(0))
    (state.width, state.height) = (width, height)
    Support.press(.escape, on: &state)
    let text = Support.view(state).text
    #expect(text.contains(" to go") && !text.contains("· done"), "\(text)")
  }

  @Test(arguments: [(80, 24), (120, 40)]) func aQuestionStandsAloneOverADivergence(_ width: Int, _ height: Int) {
    var state = held(.epoch(0))
    (state.width, state.height) = (width, height)
    Support.press(.character("x"), on: &state)
    let text = Support.view(state).text
    #expect(text.contains("are you sure?") && !text.contains("see the plots"), "\(text)")
    Support.press(.escape, on: &state)
    #expect(Support.view(state).text.contains("see the plots"))
  }

  @Test func withNobodyLeftToDecideADivergenceEndsTheRun() {
    var waiting = held(.epoch(0))
    #expect(update(&waiting, SessionMessage.typed(nil)) == [.ask(.first, .stop)])
    var running = Support.training(steps: 7)
    #expect(update(&running, SessionMessage.typed(nil)).isEmpty)
    let divergence = Divergence(step: 7, learningRate: 0.3, lastLoss: 2.5, start: .epoch(0))
    #expect(update(&running, TrainMessage.events([.held(divergence)])) == [.ask(.first, .stop)])
  }

  @Test func whatIsLeftCountsTheValidationsToo() {
    let state = Support.training(steps: 8)
    let left = state.train.progress.secondsLeft(Support.plan)!
    #expect(abs(left - (4 * 0.02 + 1 * 0.03)) < 1e-9)
  }

  @Test func whatIsLeftCountsWhatLargerImagesWillTake() throws {
    var plan = Support.plan
    plan.stages = [.init(size: 16, epoch: 0, macs: 100), .init(size: 32, epoch: 2, macs: 400)]
    // Four steps an epoch: two epochs of small images, one of large ones.
    #expect(plan.cost(after: 0) == 8 * 0.25 + 4 && plan.cost(after: 6) == 2 * 0.25 + 4 && plan.cost(after: 10) == 2)
    #expect(plan.cost(after: 12) == 0)
    var progress = TrainingProgress()
    for event in Support.events(steps: 6) {
      if case .stepEnded(let step) = event { progress.take(step, of: plan) }
    }
    let left = try #require(progress.secondsLeft(plan))
    let validation = 0.08 / 3 * 20 / 16 * 3
    #expect(abs(left - 4.5 * 0.08 - validation) < 1e-9)
    #expect(abs(try #require(progress.secondsPerEpoch(plan)) - 4 * 0.02) < 1e-9)
    var state = Support.training(steps: 6, width: 160)
    _ = update(&state, TrainMessage.started(plan, state.recipe, name: "run", folder: "20260101-120000-ConvNet-42"))
    #expect(Support.view(state).text.contains("37,490 parameters · images of 16 px"))
  }

  @Test func thePlanKnowsTheStagesOfGrowingImages() throws {
    var recipe = Recipe(network: "ConvNet")
    recipe.fits = [FitCall(1e-2, 2)]
    recipe.training.sizes = ImageSizes("16@0,32@1")
    let run = try TrainingRun(recipe, data: Support.dataSet(), pool: WorkerPool(threads: 1))
    let plan = try RunPlan(run)
    #expect(plan.stages.map(\.size) == [16, 32] && plan.size(at: 0) == 16 && plan.size(at: 1) == 32)
    #expect((0.1..<0.3).contains(plan.cost(at: 0)) && plan.cost(at: 1) == 1)
  }

  @Test func aRunThatGoesOnHasItsCurvesAndMarksBack() {
    let all = Support.training()
    var past = RunCurves(name: "run")
    for event in Support.events(steps: 6) {
      if case .stepEnded(let step) = event { past.take(step) }
      if case .epochEnded(let epoch) = event { past.take(epoch) }
    }
    var state = Support.state()
    let change = LearningRateChange(step: 3, learningRate: 0.5)
    _ = update(
      &state,
      TrainMessage.started(
        Support.plan, state.recipe, name: "run", folder: "run",
        past: RunPast(curves: past, learningRateChanges: [change], recoveries: [])))
    #expect(state.train.progress.steps == 6 && state.train.progress.epochsDone == 1)
    #expect(state.train.marks == [RunMark(step: 3, kind: .learningRate(0.5))])
    #expect(state.train.currentRate == 0.5)
    let behind = Support.events(steps: 6).count
    _ = update(&state, TrainMessage.events(Array(Support.events().dropFirst(behind))))
    #expect(state.train.curves == all.train.curves)
    #expect(state.train.progress.epochsDone == 3)
  }

  @Test func aTwinStaysBeneathTheNextRun() {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    Support.press(.character("B"), on: &state)
    _ = update(&state, TrainMessage.started(Support.plan, state.recipe, name: "second", folder: nil))
    #expect(state.train.twin?.name == "run")
    #expect(state.train.curves.steps == 0)
  }
}
