import Experiments
import Files
import Foundation
import ImageData
import Screen
import Synchronization
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
    #expect(text.contains("! 10 times below the recipe's: Y tries rates by short trainings, n shows another"))
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
    _ = state.startFinder(byTrial: true)
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

  @Test func theKeySweepsAndTriesAfterwards() throws {
    var state = Support.state()
    state.screen = .finder
    let effects = Support.press(.character("Y"), on: &state)
    guard case .start(let job) = try #require(effects.first), let job = job.work as? FindJob else {
      Issue.record("no sweep: \(effects)")
      return
    }
    #expect(job.isByTrial)
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
    let job = FindJob(recipe: recipe, data: images, options: LRFinderOptions())
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

@Suite struct CommandTests {
  private func run(_ line: String, _ state: inout LabState) -> [Effect] {
    Support.press(.character(":"), on: &state)
    _ = Support.type(line, &state)
    return Support.press(.enter, &state)
  }

  @Test func tabCompletesCommandsAndTheirArguments() {
    var state = Support.state()
    Support.press(.character(":"), on: &state)
    _ = Support.type("net", &state)
    Support.press(.tab, on: &state)
    _ = Support.type("convb", &state)
    Support.press(.tab, on: &state)
    #expect(state.prompt?.line.text == "network ConvBnNet")
    #expect(state.prompt?.offered == ["ConvBnNet", "ConvBnNet2"])
  }

  @Test func commandsComeBackWithTheUpArrow() {
    var state = Support.state()
    _ = run("network resnet", &state)
    _ = run("widths 4,8", &state)
    Support.press(.character(":"), .up, .up, on: &state)
    #expect(state.prompt?.line.text == "network resnet")
  }

  @Test func whatCannotBeDoneStaysInThePromptWithItsReason() {
    var state = Support.state()
    _ = run("set batch-size 70000", &state)
    #expect(state.prompt?.error == "a whole number of images from 1 to 65536 is wanted")
    #expect(state.form.batchSize == 256)
  }

  @Test(arguments: ["batch size 64", "Batch-Size 64", "batch  64", "bat 64"])
  func aLineOfTheRecipeIsCalledAsItIsShownOrByItsBeginning(_ line: String) {
    var state = Support.state()
    _ = run("set \(line)", &state)
    #expect(state.form.batchSize == 64 && state.prompt == nil)
  }

  @Test func aLineOfTheRecipeThatCouldBeSeveralIsAskedFor() {
    var state = Support.state()
    _ = run("set s 7", &state)
    #expect(state.prompt?.error == "which line? Tab lists them")
    state.overlays = []
    _ = run("set batch size 0", &state)
    #expect(state.prompt?.error == "a whole number of images from 1 to 65536 is wanted")
  }

  @Test func everyFieldOfTheRecipeReachesTheRecipe() {
    var state = Support.state()
    for line in [
      "network resnet2", "fit 1e-2, 3, cycle_len=1", "set batch-size 64", "set weight-decay 1e-4", "set momentum 0.8",
      "set dropout 0.3", "set seed 7", "set subset 100", "set augment off", "set pad black",
      "set stats measured", "set bn-stats ema", "set freeze conv1",
    ] { _ = run(line, &state) }
    let line = state.recipe.commandLine()
    for part in [
      "train Resnet2", "'0.01, 3, cycle_len=1, wds=0.0001'", "--batch-size 64", "--momentum 0.8", "--dropout 0.3",
      "--seed 7", "--subset 100", "--no-augment", "--pad black", "--stats measured", "--bn-stats ema",
      "--freeze conv1",
    ] { #expect(line.contains(part), "\(part) in \(line)") }
  }

  @Test func linearModeAsksAndTakesTheAnswerOnTheNextLine() {
    var state = Support.training(steps: 6)
    #expect(update(&state, SessionMessage.typed("stop")).isEmpty)
    #expect(update(&state, SessionMessage.typed("y")) == [.ask(.first, .stop)])
    #expect(update(&state, SessionMessage.typed("frobnicate")).isEmpty)
    #expect(state.notice?.text == "no command is called 'frobnicate'; tab lists them")
  }

  @Test func linearModeSaysEachEpochInALine() {
    let state = Support.training(steps: 4)
    let lines = TrainMessage.events(Support.events(steps: 4)).lines(state)
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("epoch 1: train loss 2.0000, validation loss 2.1000, accuracy 20.00 %") == true)
  }
}

@Suite struct SettingsTests {
  @Test func aThemeIsTriedOnAndTakenBackOrKept() {
    var state = Support.state()
    let before = state.theme.name
    Support.press(.character("C"), .down, on: &state)
    #expect(state.theme.name != before)
    Support.press(.escape, on: &state)
    #expect(state.theme.name == before)
    let file = URL(fileURLWithPath: "/settings.json")
    state.settingsFile = SettingsFile(url: file)
    Support.press(.character("C"), .down, on: &state)
    let effects = Support.press(.enter, &state)
    #expect(effects == [.file(SaveSettings(settings: Settings(theme: state.theme.name), file: file))])
  }

  @Test func settingsAreReadBackAndABrokenFileIsAWarning() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-settings-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = SettingsFile(url: folder.appendingPathComponent("settings.json"))
    #expect(file.read().settings == Settings() && file.read().warning == nil)
    try file.write(Settings(theme: "light", mouse: true))
    #expect(file.read().settings == Settings(theme: "light", mouse: true))
    try Data("{ broken".utf8).write(to: file.url)
    #expect(file.read().settings == Settings())
    #expect(file.read().warning?.contains("settings.json") == true)
  }

  @Test func settingsThatCannotBeReadAreNotWrittenOver() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("cifarlab"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let broken = Data("{ broken".utf8)
    let url = folder.appendingPathComponent("cifarlab/settings.json")
    try broken.write(to: url)
    let app = LabApp(LabOptions(environment: ["XDG_CONFIG_HOME": folder.path]))
    #expect(app.state.log.filter { $0.text.contains("settings.json") }.count == 1)
    #expect(app.state.toggleMouse() == [.setMouse(true)])
    #expect(throws: FileProblem.self) { try SettingsFile(url: url).write(Settings(theme: "light")) }
    #expect(try Data(contentsOf: url) == broken)
  }

  @Test func whatAJobRunsOnHasAStackForSignalHandlers() {
    let isThere = Mutex<Bool?>(nil)
    let thread = JobThread("test")
    thread.submit {
      var stack = stack_t()
      let has = sigaltstack(nil, &stack) == 0 && stack.ss_flags & Int32(SS_DISABLE) == 0
      isThere.withLock { $0 = has }
    }
    while isThere.withLock({ $0 == nil }) { usleep(1_000) }
    thread.close(within: 1)
    #expect(isThere.withLock { $0 } == true)
  }

  @Test func clicksChooseTabsOnlyWhileTheMouseIsOn() {
    var state = Support.state()
    let column = Support.view(state).row(0).distance(of: "4 Train")
    _ = update(&state, SessionMessage.terminal(.mouse(MouseEvent(x: column, y: 0, action: .click))))
    #expect(state.screen == .data)
    Support.press(.character("M"), on: &state)
    _ = update(&state, SessionMessage.terminal(.mouse(MouseEvent(x: column, y: 0, action: .click))))
    #expect(state.screen == .train)
  }
}

extension String {
  fileprivate func distance(of part: String) -> Int {
    range(of: part).map { distance(from: startIndex, to: $0.lowerBound) } ?? 0
  }
}
