import Experiments
import ImageData
import Screen
import Testing
import Training

@testable import Lab

@Suite struct FinderStateTests {
  /// A state whose sweep has ended: 0.01 is recommended, the minimum lies at 0.3.
  private func swept(_ network: String) -> LabState {
    var state = Support.state()
    state.network.pick(network)
    state.screen = .finder
    for event in Support.sweep() { _ = update(&state, event) }
    return state
  }

  private func rates(_ state: LabState) -> [Double] {
    state.form.fits(for: state.network.architecture).map(\.learningRate)
  }

  @Test func enterScalesTheCallsAndUndoTakesItBack() {
    var state = swept("ConvBnNet")
    #expect(rates(state) == [3e-2, 1e-1])
    Support.press(.enter, on: &state)
    #expect(rates(state) == [3e-3, 1e-2])
    Support.press(.character("u"), on: &state)
    #expect(rates(state) == [3e-2, 1e-1])
    Support.press(.character("U"), on: &state)
    #expect(rates(state) == [3e-3, 1e-2])
    Support.press(.character("u"), on: &state)
    #expect(state.form.ownFits.isEmpty && !state.form.history.canUndo)
  }

  @Test func thePanelShowsTheCallsBeforeAndAfterAndSaysWhenTheyAreFarApart() {
    var state = swept("ConvBnNet")
    let text = Support.view(state).text
    #expect(text.contains("now    3e-2, 2 ; 1e-1, 4, cycle_len=1"))
    #expect(text.contains("enter  3e-3, 2 ; 1e-2, 4, cycle_len=1"))
    #expect(text.contains("! 10 times below the recipe's: f tries rates by short trainings, n shows another"))
    Support.press(.character("n"), on: &state)
    #expect(Support.view(state).text.contains("enter  9e-3, 2 ; 3e-2, 4, cycle_len=1"))
    Support.press(.enter, on: &state)
    #expect(Support.view(state).text.contains("enter  changes nothing"))
  }

  @Test func theBestTrialStandsFirstAndIsWhatEnterTakes() {
    var state = swept("ConvNet")
    for trial in [(0.05, 0.5), (0.1, 0.4)] {
      let trial = RateTrials.Trial(rate: trial.0, accuracy: trial.1, isDropped: false, steps: 9)
      _ = update(&state, FinderMessage.trial(trial))
    }
    _ = update(&state, FinderMessage.tried(0.05))
    let text = Support.view(state).text
    #expect(text.contains("trials 5e-2 50.0 % · 1e-1 40.0 %") && text.contains("by trial    5e-2"))
    Support.press(.enter, on: &state)
    #expect(rates(state) == [0.05, 0.05])
  }

  @Test func trialsSayWhereTheyBeginAndAreShownWhole() {
    var state = Support.state(width: 100, height: 30)
    state.screen = .finder
    _ = state.startFinder()
    Support.begin(&state)
    for event in Support.sweep() { _ = update(&state, event) }
    _ = update(&state, FinderMessage.trying(TrialStart(LRSuggestions(recommended: 2e-2), recipe: 0.1)!))
    #expect(Support.view(state).text.contains("● trial 1 from the recommended 2e-2 on"))
    _ = update(&state, FinderMessage.trying(TrialStart(LRSuggestions(), recipe: 0.1)!))
    for rate in [0.1, 0.2, 0.05, 0.025] {
      let trial = RateTrials.Trial(rate: rate, accuracy: 1 - rate, isDropped: false, steps: 9)
      _ = update(&state, FinderMessage.trial(trial))
    }
    let shown = Support.view(state).text
    #expect(shown.contains("● trial 5 from the recipe's 1e-1 on"))
    for text in ["1e-1 90.0 %", "2e-1 80.0 %", "5e-2 95.0 %", "2.5e-2 97.5 %"] { #expect(shown.contains(text)) }
    #expect(TrialStart(LRSuggestions(), recipe: nil) == nil)
  }

  @Test func whereNothingIsRecommendedTheCursorStaysAtTheRecipesRate() {
    var state = Support.state()
    state.screen = .finder
    for event in Support.sweep().dropLast() { _ = update(&state, event) }
    _ = update(&state, FinderMessage.ended(.reachedEnd, LRSuggestions(valley: 1e-3, absence: .noRise)))
    // The recipe's is 0.1, the points are 1e-5·2ⁿ.
    #expect(state.finder.cursorRate == 8.19e-2)
  }

  @Test(arguments: [(80, 24), (100, 30)]) func suggestionsAreShownWhole(_ width: Int, _ height: Int) {
    var state = swept("ConvBnNet")
    (state.width, state.height) = (width, height)
    _ = update(
      &state, FinderMessage.ended(.exploded, LRSuggestions(recommended: 0.01, valley: 2e-3, steep: 3e-3, lowest: 0.3)))
    _ = update(&state, FinderMessage.tried(0.05))
    let shown = Support.view(state).text
    for rule in LRSuggestions.Rule.allCases { #expect(shown.contains(rule.meaning), "\(shown)") }
  }

  @Test(arguments: [("f", true), ("Y", false)]) func aKeySweepsAndTriesAfterwards(_ key: String, _ isByTrial: Bool)
    throws
  {
    var state = Support.state()
    state.screen = .finder
    let effects = Support.press(.character(Character(key)), on: &state)
    guard case .start(let job) = try #require(effects.first), let job = job.work as? FindJob else {
      Issue.record("no sweep: \(effects)")
      return
    }
    #expect(job.isByTrial == isByTrial)
  }

  @Test func whoTrainsDoesNotWaitForTrials() {
    var state = Support.state()
    state.screen = .finder
    _ = state.startFinder()
    Support.begin(&state)
    for event in Support.sweep() { _ = update(&state, event) }
    #expect(FinderScreen.sameCommand(state).hasSuffix("--end-lr 1e1"), "no trial has begun")
    _ = update(&state, FinderMessage.trying(TrialStart(LRSuggestions(recommended: 2e-2), recipe: 0.1)!))
    #expect(FinderScreen.sameCommand(state).hasSuffix("--by-trial"))
    #expect(Support.view(state).text.contains("short trainings go on"))
    let effects = Support.press(.character("t"), on: &state)
    #expect(effects.count == 2 && state.screen == .train)
    #expect(state.sweeping?.phase == .stopping)
  }

  @Test func theMinimumIsMarkedWhereItLiesAndSaysWhatItIsDividedBy() throws {
    let state = swept("ConvNet")
    let sweep = try #require(state.finder.sweep)
    let marks = LRCurvePlot(sweep.curve, try #require(sweep.found), sweep.options).marks
    #expect(marks.map(\.x) == [0.01, 0.3])
    #expect(marks.map(\.label) == ["recommended", "min ÷ 10 = 3e-2"])
    #expect(Support.view(state).text.contains("▼min ÷ 10 = 3e-2"))
  }

  @Test func theAxisBeginsAtTheFirstRateOfTheRange() throws {
    let sweep = try #require(swept("ConvNet").finder.sweep)
    let plot = LRCurvePlot(sweep.curve, LRSuggestions(), sweep.options)
    #expect(plot.rates.range == 1e-5...sweep.curve.points.last!.learningRate)
    #expect(plot.points.count == 60)
  }

  @Test func theRangeStaysTheSweptOneWhenAnotherIsTyped() {
    var state = swept("ConvNet")
    #expect(!Support.view(state).text.contains("next  "))
    Support.press(.character("="), on: &state)
    for _ in 0..<20 { Support.press(.backspace, on: &state) }
    _ = Support.type("1e-6 1e2", &state)
    Support.press(.enter, on: &state)
    let text = Support.view(state).text
    #expect(text.contains("range  1e-5 … 1e1, equal factors") && text.contains("next   1e-6 … 1e2, equal factors"))
  }

  @Test func nGoesRoundSuggestionsOfMoreDigitsThanTheScreenShows() {
    var state = Support.state()
    state.screen = .finder
    for event in Support.sweep().dropLast() { _ = update(&state, event) }
    let found = LRSuggestions(recommended: 1.23456e-2, lowest: 0.30456)
    _ = update(&state, FinderMessage.ended(.exploded, found))
    for rate in [3.05e-2, 1.23e-2, 3.05e-2] {
      Support.press(.character("n"), on: &state)
      #expect(state.finder.cursorRate == rate)
    }
  }

  @Test func aSuggestionBetweenTwoPointsIsTakenAsItIs() {
    var state = Support.state()
    state.screen = .finder
    for event in Support.sweep() { _ = update(&state, event) }
    // The rates of the sweep are 1e-5·2ⁿ: the suggestions 0.01 and 0.03 are none of them.
    for rate in [0.03, 0.01] {
      Support.press(.character("n"), on: &state)
      #expect(Support.view(state).text.contains("lr \(Figures.rate(rate))"))
      Support.press(.enter, on: &state)
      #expect(state.form.fits(for: state.network.architecture).allSatisfy { $0.learningRate == rate })
    }
    Support.press(.left, .enter, on: &state)
    #expect(state.form.fits(for: state.network.architecture).last?.learningRate != 0.01)
  }

  @Test func aSweepThatIsStoppedSaysSo() throws {
    let images = ShapesSet.make(train: 640, valid: 10)
    var recipe = Recipe(network: "SimpleNet")
    recipe.batchSize = 64
    let runtime = LabRuntime(LabOptions(environment: [:]))
    defer { runtime.close() }
    let job = FindJob(recipe: recipe, data: images, options: LRFinderOptions(), isByTrial: false)
    let control = job.makeControl()
    control.request = .stop
    try job.run(JobHandle(.first, control, runtime.mailbox), in: runtime)
    var state = Support.state()
    state.screen = .finder
    for message in runtime.mailbox.take() { _ = update(&state, message) }
    let text = Support.view(state).text
    #expect(text.contains("■ stopped by you at –") && !text.contains("reached the end"))
    #expect(state.finder.suggestions.isEmpty)
  }

  @Test func aSweepWithoutSuggestionsSaysWhy() {
    var state = Support.state()
    state.screen = .finder
    for event in Support.sweep().dropLast() { _ = update(&state, event) }
    let found = LRSuggestions(absence: .tooFewPoints(7))
    _ = update(&state, FinderMessage.ended(.stopped, found))
    #expect(Support.view(state).text.contains("7 points are too few for a suggestion"))
    let remark = "7 points are too few for a suggestion: sweep to the end"
    #expect(FinderMessage.ended(.stopped, found).lines(state).last == remark)
    for event in Support.sweep().prefix(2) { _ = update(&state, event) }
    #expect(!Support.view(state).text.contains("too few"))
  }

  @Test func anEarlierSweepStaysBesideTheNext() {
    var state = Support.state()
    for event in Support.sweep() + Support.sweep() { _ = update(&state, event) }
    #expect(state.finder.earlier.map(\.curve.points.count) == [60])
    #expect(state.finder.sweep?.curve.points.count == 60)
  }

  @Test func aRangeThatFallsIsRefused() {
    var state = Support.state()
    #expect(throws: InputError.self) { try FinderRange().take("10 1e-5", in: &state).get() }
    #expect(throws: Never.self) { try FinderRange().take("1e-6 100", in: &state).get() }
    #expect(state.finder.options.end == 100)
  }
}
