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

  @Test func aLongMessageTakesSeveralLinesAndOneTooLongShowsThatItIsCut() {
    var state = Support.state(width: 80, height: 24)
    let words = (1...40).map { "word\($0)" }
    state.say(words.prefix(20).joined(separator: " "))
    let shown = Support.view(state)
    #expect(shown.row(21).contains("word1 ") && shown.row(22).contains("word20"))
    #expect(shown.row(23).contains("? help"))
    state.say(words.joined(separator: " "))
    #expect(Support.view(state).row(20).contains("word1 ") && Support.view(state).row(22).contains("…"))
  }

  @Test func aLongLineOfTheLogIsWrapped() {
    var state = Support.state(width: 80, height: 24)
    for number in 1...3 {
      state.write(LogPane.Line("line \(number) " + String(repeating: "and more of it ", count: 10) + "end\(number)"))
    }
    Support.press(.character("!"), on: &state)
    let shown = Support.view(state).text
    for number in 1...3 { #expect(shown.contains("· line \(number)") && shown.contains("end\(number)")) }
    #expect(!shown.contains("…"))
    // The pane stays full however far it is scrolled.
    for _ in 0..<9 { Support.press(.up, on: &state) }
    #expect(Support.view(state).text.contains("end3"))
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
