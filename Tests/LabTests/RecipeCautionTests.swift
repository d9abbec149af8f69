import Screen
import Testing

@testable import Experiments
@testable import Lab

/// A recipe that was made for more images than the 60 there are says so wherever it shows.
@Suite struct RecipeCautionTests {
  private let text = "a batch size of 256 is more than the 60 training images"

  private func state(_ width: Int = 100, _ height: Int = 30) -> LabState {
    var state = Support.state(width: width, height: height)
    state.screen = .network
    _ = state.set(.batchSize, to: "256")
    state.notice = nil
    return state
  }

  @Test func theShortFormOfTheRecipeSaysIt() {
    #expect(Support.view(state()).text.contains("! \(text)"))
    var fitting = state()
    _ = fitting.set(.batchSize, to: "8")
    _ = fitting.set(.fits, to: "1e-2, 9")
    #expect(!Support.view(fitting).text.contains("more than the 60"))
  }

  @Test func theFormSaysWhatIsUsedAndTheWholeOfItUnderTheCursor() {
    var state = state()
    _ = state.set(.subset, to: "5000")
    Support.press(.character("R"), on: &state)
    state.notice = nil
    var shown = Support.view(state).text
    #expect(shown.contains("256  ! each step takes all 60") && shown.contains("5000  ! all 60 are taken"))
    #expect(!shown.contains(text))
    Support.press(.down, on: &state)
    shown = Support.view(state).text
    #expect(shown.contains(text))
  }

  @Test func itIsSaidBeforeATrainingAndWhenOtherImagesAreLoaded() {
    var state = state()
    state.screen = .train
    #expect(Support.view(state).text.contains(text))
    Support.press(.character("t"), on: &state)
    #expect(state.notice?.text.hasPrefix(text) == true && state.log.last?.text.hasPrefix(text) == true)
    var other = self.state()
    let set = Support.dataSet(perClass: 5)
    _ = update(&other, DataMessage.loaded(source: "other", .init(size: set.size), set, SetFacts(set)))
    #expect(other.notice?.text.contains("more than the 50 training images") == true)
  }

  @Test func theTrainingSaysHowLargeItsBatchesAre() {
    var state = Support.training(steps: 2, width: 100, height: 30)
    #expect(!Support.view(state).text.contains("images each"))
    var plan = Support.plan
    plan = RunPlan(
      network: plan.network, widths: plan.widths, dataName: plan.dataName, fits: plan.fits, trainImages: 60,
      validImages: 20, batchSize: 256, seed: 1, parameters: 1)
    _ = update(&state, TrainMessage.started(plan, state.recipe, name: "run", folder: nil))
    #expect(Support.view(state).text.contains("batch 256: all 60 images each"))
    // The name of the images is left out where the line has no room for it.
    #expect(Support.view(state).text.contains("1 parameters · 60 of plain"))
    plan = RunPlan(
      network: plan.network, widths: plan.widths, dataName: "photographs of my garden", fits: plan.fits,
      trainImages: 60, validImages: 20, batchSize: 6, seed: 1, parameters: 123_456)
    _ = update(&state, TrainMessage.started(plan, state.recipe, name: "run", folder: nil))
    #expect(Support.view(state).text.contains("123,456 parameters · 60 images"))
  }
}
