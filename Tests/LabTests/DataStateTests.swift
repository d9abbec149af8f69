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
}
