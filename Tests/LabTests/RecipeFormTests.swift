import Experiments
import ImageData
import Screen
import Testing
import Training

@testable import Lab

@Suite struct RecipeFormTests {
  /// Types a line after `:`; the error that stays, if any.
  @discardableResult private func run(_ line: String, _ state: inout LabState) -> String? {
    Support.press(.character(":"), on: &state)
    _ = Support.type(line, &state)
    Support.press(.enter, on: &state)
    let error = state.prompt?.error
    state.overlays = []
    return error
  }

  /// The lab with the cursor in the form's last row.
  private func inLastRow(_ state: inout LabState) {
    state.screen = .network
    state.network.part = .recipe
    state.form.move(by: 100)
  }

  private var carrying: Recipe {
    var recipe = Support.rows[0].recipe!
    recipe.training.shuffles = false
    recipe.training.maxSteps = 9
    recipe.training.learningRateChanges = [LearningRateChange(step: 3, learningRate: 0.1)]
    recipe.training.recoveries = [5]
    recipe.options.freezesStatistics = true
    recipe.options.dead = .nan
    recipe.initialWeights = "/a b/c"
    return recipe
  }

  /// The lab after Enter on a run of `recipe` in Runs, with its images loaded.
  private func taken(_ recipe: Recipe) -> LabState {
    var state = Support.state()
    let row = Support.row(Support.rows[0].id, accuracy: 0.5, parameters: 1) { $0.recipe = recipe }
    _ = update(&state, RunsMessage.listed([row]))
    state.screen = .runs
    Support.press(.enter, on: &state)
    return state
  }

  @Test func takingTheRecipeOfARunAndTrainingAgainRepeatsIt() {
    let state = taken(carrying)
    #expect(state.recipe == carrying)
  }

  @Test func imagesOfAnotherSizeAreLoadedWithARecipe() {
    var recipe = carrying
    recipe.size = 16
    var state = Support.state()
    state.form.take(recipe)
    #expect(state.load(recipe.data) == [.file(LoadImages(source: "shapes", options: ReadOptions(size: 16)))])
  }

  @Test func whatTheFormCannotEditStandsInItsLastRowAndCanBeDropped() {
    var state = taken(carrying)
    inLastRow(&state)
    let text = Support.view(state).text
    for part in ["also", "no-shuffle", "max-steps 9", "bn-freeze", "bn-dead nan", "init /a b/c"] {
      #expect(text.contains(part), "\(part) in\n\(text)")
    }
    Support.press(.delete, on: &state)
    #expect(!Support.view(state).text.contains("no-shuffle"))
    var plain = carrying
    plain.training.shuffles = true
    plain.training.maxSteps = nil
    plain.training.learningRateChanges = []
    plain.training.recoveries = []
    plain.options.freezesStatistics = false
    plain.options.dead = .beta
    plain.initialWeights = nil
    #expect(state.recipe == plain)
  }

  @Test(arguments: ["set batch-size 64", "fit 1e-1, 3", "set weight-decay 1e-4", "set subset 30"])
  func otherStepsDropRatesSetByHand(_ line: String) {
    var state = taken(carrying)
    #expect(run(line, &state) == nil)
    #expect(state.recipe.training.learningRateChanges.isEmpty && state.recipe.training.recoveries.isEmpty)
  }

  @Test func otherImagesDropRatesSetByHand() {
    var state = taken(carrying)
    let set = Support.dataSet()
    _ = update(&state, DataMessage.loaded(source: "elsewhere", ReadOptions(size: set.size), set, SetFacts(set)))
    #expect(state.recipe.training.learningRateChanges.isEmpty && state.recipe.training.recoveries.isEmpty)
  }

  @Test func aChangeOfSomethingElseKeepsRatesSetByHand() {
    var state = taken(carrying)
    run("set momentum 0.8", &state)
    #expect(state.recipe.training.recoveries == [5])
  }

  @Test func layersAreFrozenByNamesThatExistAndNoneClearsThem() {
    var state = Support.state()
    run("network ConvNet", &state)
    #expect(run("set freeze layers.1, out", &state) == nil)
    #expect(state.recipe.options.frozen == ["layers.1", "out"])
    #expect(
      run("set freeze conv9", &state)
        == "no layer is called 'conv9'; there are layers.0, layers.1, layers.2, out")
    #expect(state.recipe.options.frozen == ["layers.1", "out"])
    #expect(run("set freeze none", &state) == nil)
    #expect(state.recipe.options.frozen.isEmpty)
  }

  @Test func layersFrozenInAnotherNetworkKeepNothingElseFromBeingSet() {
    var state = Support.state()
    run("network ConvBnNet", &state)
    run("set freeze conv1", &state)
    run("network ConvNet", &state)
    #expect(run("set momentum 0.8", &state) == nil)
    #expect(run("set freeze none", &state) == nil)
  }

  @Test func whatARunDidIsDroppedByItsWordAndCannotBeTyped() {
    var state = taken(carrying)
    #expect(run("set recoveries 7", &state) != nil)
    #expect(run("set recoveries none", &state) == nil)
    #expect(state.recipe.training.recoveries.isEmpty)
    #expect(state.recipe.training.learningRateChanges == carrying.training.learningRateChanges)
  }

  @Test func aSubsetIsAllAgainByItsWord() {
    var state = Support.state()
    run("set subset 30", &state)
    #expect(run("set subset all", &state) == nil)
    #expect(state.recipe.subset == nil)
  }

  @Test func aSubsetBeyondTheImagesIsSaidToBeAll() {
    var state = Support.state()
    run("set subset 5000", &state)
    #expect(state.notice?.text == "a subset of 5000 is more than the 60 training images of plain: all are taken")
    #expect(state.recipe.subset == 5_000)
  }

  @Test func theFormShowsTheWeightDecayOfTheCalls() {
    var state = Support.state()
    run("network Resnet", &state)
    state.network.part = .recipe
    let lines = Support.view(state).text.split(separator: "\n")
    #expect(lines.contains { $0.contains("weight decay") && $0.contains("1e-05") })
  }

  @Test(arguments: [
    ("no-shuffle", false), ("no-shuffle on", false), ("shuffle off", false), ("no-shuffle off", true),
    ("shuffle on", true),
  ]) func aFlagIsSetByItsOptionOrItsTitle(_ line: String, _ shuffles: Bool) {
    var state = Support.state()
    #expect(run("set \(line)", &state) == nil)
    #expect(state.recipe.training.shuffles == shuffles)
  }

  @Test(arguments: RecipeField.settable.filter { !$0.choices.isEmpty }) func everyChoiceCanBeSet(_ field: RecipeField) {
    for choice in field.choices {
      var state = Support.state()
      #expect(run("set \(field.word) \(choice)", &state) == nil)
      #expect(field.shown(state.form.recipe) == choice)
    }
  }

  @Test func editingTheCallsWithoutAChangeKeepsThemToTheLastDigit() {
    var state = Support.state()
    run("fit 0.012345678, 2", &state)
    state.screen = .network
    state.network.part = .recipe
    Support.press(.enter, .enter, on: &state)
    #expect(state.recipe.fits == [FitCall(0.012345678, 2)])
  }

  @Test func aRowGoesBackToItsUsualSetting() {
    var state = Support.state()
    run("set batch-size 64", &state)
    state.screen = .network
    state.network.part = .recipe
    state.form.move(by: 1)
    Support.press(.delete, on: &state)
    #expect(state.recipe.batchSize == 256)
    Support.press(.delete, on: &state)
    #expect(state.notice?.text.contains("this is the usual setting") == true)
  }
}

@Suite struct RecipeUndoTests {
  @Test func theRecipeIsTakenBackLikeTheWidths() {
    var state = Support.state()
    state.screen = .network
    Support.press(.character("R"), on: &state)
    _ = state.set(.batchSize, to: "64")
    _ = state.set(.seed, to: "7")
    Support.press(.character("u"), on: &state)
    #expect(state.recipe.batchSize == 64 && state.recipe.seed == 42)
    Support.press(.character("u"), on: &state)
    #expect(state.recipe.batchSize == 256)
    Support.press(.character("u"), on: &state)
    #expect(state.notice?.text.contains("nothing to undo") == true)
    Support.press(.character("U"), .control("r"), on: &state)
    #expect(state.recipe.batchSize == 64 && state.recipe.seed == 7)
  }

  @Test func imagesOfAnotherSizeAreLoadedAgainWhenTheirSizeIsTakenBack() {
    var state = Support.state()
    state.screen = .network
    _ = state.set(.size, to: "16")
    Support.press(.character("R"), on: &state)
    #expect(state.recipe.size == 32)
    #expect(state.form.recipe.size == 16)
    Support.press(.character("u"), on: &state)
    #expect(state.form.recipe.size == 32)
  }

  @Test func otherImagesAreNoChangeThatIsTakenBack() {
    var state = Support.state()
    _ = state.set(.seed, to: "7")
    let set = Support.dataSet()
    _ = update(&state, DataMessage.loaded(source: "my set", ReadOptions(size: set.size), set, SetFacts(set)))
    _ = state.undoRecipe()
    #expect(state.recipe.seed == 42 && state.recipe.data == "my set")
  }

  @Test func ratesAreWrittenInOneWayToTheLastDigit() {
    #expect(FitCall(1.39e-2, 2).shortText == "1.39e-2, 2")
    #expect(FitCall(0.1, 4, cycleLength: 1).shortText == "1e-1, 4, cycle_len=1")
    #expect(4.63333e-3.exactRate == "4.63333e-3")
    #expect(Double((0.1 + 0.2).exactRate) == 0.1 + 0.2)
  }
}

@Suite struct SameCommandTests {
  private func sameCommand(_ state: LabState) -> String { state.screen.type.sameCommand(state) }

  @Test func aSweepOfRatesSaysItsCallsAndSettingsInQuotes() {
    var state = Support.state()
    state.network.pick("ConvNet")
    let set = Support.dataSet()
    _ = update(&state, DataMessage.loaded(source: "my set", ReadOptions(size: set.size), set, SetFacts(set)))
    _ = state.set(.fits, to: "1e-1, 2, wds=1e-4")
    _ = state.set(.maxSteps, to: "9")
    state.screen = .finder
    #expect(
      sameCommand(state)
        == "cifarlab lr-find ConvNet --data 'my set' --seed 42 --fit '0.1, 2, wds=0.0001' --start-lr 1e-5 --end-lr 1e1 "
        + "--by-trial"
    )
  }

  @Test func aSummarySaysOnlyWhatItsCommandTakes() {
    var state = Support.state()
    state.network.pick("ConvNet", widths: [3, 8])
    _ = state.set(.momentum, to: "0.5")
    state.screen = .network
    #expect(sameCommand(state) == "cifarlab summary ConvNet --widths 3,8")
  }

  @Test func anotherFolderOfRunsIsSaid() {
    var state = Support.training(steps: 4)
    state.runs.root = "my runs"
    #expect(sameCommand(state).hasSuffix(" --runs 'my runs'"))
    state.screen = .inspect
    #expect(sameCommand(state) == "cifarlab inspect 20260101-120000-ConvNet-42 --runs 'my runs'")
    state.screen = .runs
    #expect(sameCommand(state) == "cifarlab runs list --runs 'my runs'")
  }

  @Test func aRunWithRatesSetByHandIsRepeatedByItsDocument() {
    var state = Support.training(steps: 4)
    #expect(!sameCommand(state).contains("--recipe"))
    _ = update(&state, TrainMessage.events([.learningRateChanged(LearningRateChange(step: 4, learningRate: 0.3))]))
    #expect(sameCommand(state) == "cifarlab train --recipe runs/20260101-120000-ConvNet-42/run.json")
  }
}
