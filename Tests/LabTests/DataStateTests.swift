import ImageData
import Screen
import Testing

@testable import Lab

@Suite struct DataStateTests {
  private func dataScreen() -> LabState {
    var state = Support.state()
    state.screen = .data
    return state
  }

  @Test func theHeldOutShareIsAskedForAndTheImagesAreReadAnew() {
    var state = dataScreen()
    Support.press(.character("V"), on: &state)
    #expect(state.prompt?.line.text == "set valid 0.2")
    Support.press(.backspace, .character("3"), on: &state)
    var options = state.data.options
    options.split.valid = 0.3
    #expect(
      Support.press(.enter, &state) == [.file(LoadImages(source: state.data.source, options: options))])
  }

  @Test func nothingIsHeldOutAnewWhileANetworkIsTrainedOnTheImages() {
    var state = Support.training(steps: 2)
    state.screen = .data
    Support.press(.character("V"), on: &state)
    #expect(state.prompt == nil)
  }

  @Test func ofSeveralNoticesTheFirstIsToldAndAllAreCounted() {
    var state = Support.state(width: 100, height: 30)
    let set = Support.dataSet()
    let noticed = DataSet(
      name: set.name, source: set.source, classes: set.classes, train: set.train, valid: set.valid,
      notices: ["3 broken pictures are not read: a.jpg", "1 other file is not read: b.txt"])
    _ = state.set(.batchSize, to: "8")
    _ = state.set(.fits, to: "1e-2, 9")
    _ = update(&state, DataMessage.loaded(source: set.source, ReadOptions(), noticed, SetFacts(noticed)))
    let shown = Support.view(state).text
    #expect(shown.contains("2 notices, whole in the log (!): 3 broken pictures are not read: a.jpg · 1 other file"))
    #expect(state.log.suffix(2).map(\.text) == noticed.notices)
  }

  @Test func whatIsHeldOutIsSaidBesideTheImages() {
    var state = dataScreen()
    #expect(!Support.view(state).text.contains("held out"))
    let set = Support.dataSet()
    let divided = DataSet(
      name: set.name, source: set.source, classes: set.classes, train: set.train, valid: set.valid,
      split: SplitShares(valid: 0.25, seed: 7))
    _ = update(&state, DataMessage.loaded(source: set.source, ReadOptions(), divided, SetFacts(divided)))
    #expect(Support.view(state).text.contains("held out valid 0.25, split seed 7"))
  }

  @Test func theFirstViewMixesTheClassesTheSameWayEveryTime() {
    let state = Support.state()
    let labels = state.data.shown.prefix(20).map { state.data.set!.train.labels[$0] }
    #expect(Set(labels).count > 5 && labels != labels.sorted())
    #expect(Support.state().data.shown == state.data.shown)
    #expect(state.data.shown.sorted() == Array(0..<60))
    #expect(Support.view(state).text.contains("mixed"))
  }

  @Test func oOrders() {
    var state = Support.state()
    Support.press(.character("o"), on: &state)
    #expect(state.data.shown == Array(0..<60))
    #expect(Support.view(state).text.contains("in the files' order"))
    Support.press(.character("o"), on: &state)
    let labels = state.data.shown.map { state.data.set!.train.labels[$0] }
    #expect(labels == labels.sorted())
    Support.press(.character("o"), on: &state)
    #expect(state.data.shown == Support.state().data.shown)
  }

  @Test func picturesAreFullWhereSeveralHaveRoomAndZChangesThat() {
    for (width, height, zoom) in [(80, 24, ImageZoom.half), (120, 40, .full), (200, 55, .full)] {
      var state = Support.state(width: width, height: height)
      state.layOut()
      #expect(state.data.layout.grid.zoom == zoom)
      Support.press(.character("z"), on: &state)
      #expect(state.data.layout.grid.zoom != zoom)
      Support.press(.character("z"), on: &state)
      #expect(state.data.layout.grid.zoom == zoom)
    }
  }

  @Test func nothingOfTheFactsIsCutWhileThereAreEmptyRows() {
    for (width, height) in [(120, 40), (200, 55)] {
      let shown = Support.view(Support.state(width: width, height: height)).text
      #expect(!shown.contains("…"), "\(shown)")
      #expect(shown.contains("automobile"))
    }
  }
}
