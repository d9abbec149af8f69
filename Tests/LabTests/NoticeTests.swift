import Screen
import Testing
import Training

@testable import Lab

@Suite struct NoticeTests {
  @Test(arguments: [(80, 24), (120, 40)]) func aMessageHasALineOfItsOwnAndTheKeysStay(_ width: Int, _ height: Int) {
    for screen in ScreenID.allCases {
      var state = Support.state(width: width, height: height)
      state.screen = screen
      let keys = Support.view(state).row(height - 1)
      state.say("something has happened")
      let shown = Support.view(state)
      #expect(shown.row(height - 1) == keys && keys.contains("? help"))
      #expect(shown.row(height - 2).contains("something has happened"))
    }
  }

  @Test func theReasonWhyAKeyIsOffGoesWhenTheKeyCanBeUsed() {
    var state = Support.training(steps: 6)
    Support.press(.character("r"), on: &state)
    #expect(state.notice?.text == "r: a network is being trained")
    _ = update(
      &state,
      TrainMessage.events([.held(Divergence(step: 6, learningRate: 0.3, lastLoss: 2.5, start: .beginning))]))
    #expect(state.notice?.text.hasPrefix("diverged at step 6") == true)
    _ = update(
      &state,
      TrainMessage.events([.recovered(Divergence(step: 6, learningRate: 0.3, lastLoss: 2.5, start: .beginning))]))
    #expect(state.notice?.text.hasPrefix("goes on from the start") == true)
  }

  @Test func aMessageGoesWhenItNoLongerHolds() {
    var state = Support.training(steps: 6)
    Support.press(.character(" "), on: &state)
    #expect(state.notice?.text == "pausing after this batch …")
    _ = update(&state, TrainMessage.events([.paused(step: 6)]))
    #expect(state.notice == nil)
    Support.press(.character("e"), on: &state)
    #expect(state.notice?.text.hasPrefix("the training ends when this epoch is validated") == true)
    _ = update(&state, TrainMessage.events([.stopped(.stopped)]))
    #expect(state.notice?.text.hasPrefix("stopped at step 6") == true)
    Support.end(&state)
    _ = update(&state, TrainMessage.started(Support.plan, state.recipe, name: "run", folder: "next"))
    #expect(state.notice == nil)
  }
}
