import Screen
import Testing

@testable import Lab

@Suite struct HelpPanelTests {
  private func help(_ screen: ScreenID = .network) -> LabState {
    var state = Support.state()
    state.network.pick("ConvNet")
    state.screen = screen
    Support.press(.character("?"), on: &state)
    return state
  }

  @Test func whatIsTypedFiltersAndEnterDoesIt() throws {
    var state = help()
    _ = Support.type("finds rate network", &state)
    let shown = Support.view(state).text
    #expect(shown.contains("finds a learning rate for this network") && !shown.contains("chooses the network"))
    // Letters are no keys here.
    #expect(state.screen == .network && state.jobs.all.isEmpty)
    let effects = Support.press(.enter, &state)
    #expect(state.overlays.isEmpty && state.screen == .finder)
    guard case .start(let job) = try #require(effects.first) else {
      Issue.record("nothing was started: \(effects)")
      return
    }
    #expect(job.work is FindJob)
  }

  @Test func theLineUnderTheCursorIsDone() {
    var state = help(.data)
    _ = Support.type("picks the colours", &state)
    Support.press(.enter, on: &state)
    guard case .themes = state.overlays.last else {
      Issue.record("no themes: \(state.overlays)")
      return
    }
  }

  @Test func aKeyThatCannotBeUsedSaysWhyInTheHelpAndWhenItIsDone() {
    var state = help(.train)
    _ = Support.type("stops after this batch", &state)
    #expect(Support.view(state).text.contains("not now: no network is being trained"))
    Support.press(.enter, on: &state)
    #expect(state.notice?.text == "x: no network is being trained" && state.overlays.isEmpty)
  }

  @Test func enterOnACommandBeginsIt() {
    var state = help()
    _ = Support.type("a line of the recipe field value", &state)
    Support.press(.enter, on: &state)
    #expect(state.prompt?.line.text == "set ")
  }

  @Test func escTakesTheSearchAwayAndThenTheHelp() {
    var state = help()
    Support.press(.character("/"), on: &state)
    _ = Support.type("zzz", &state)
    #expect(Support.view(state).text.contains("nothing has all of these words"))
    Support.press(.escape, on: &state)
    #expect(Support.view(state).text.contains("chooses the network"))
    Support.press(.escape, on: &state)
    #expect(state.overlays.isEmpty)
  }

  @Test func theHelpHasTheTableOfLetters() {
    let state = help()
    let lines = HelpView(state: state, panel: HelpPanel()).lines(HelpEntry.all(state), width: 100)
    let text = lines.map { $0.spans.map(\.text).joined() }
    #expect(text.contains { $0.hasPrefix("r ") && $0.hasSuffix("resume: on 4 6") }, "\(text)")
    #expect(text.contains { $0.hasPrefix("q ") && $0.hasSuffix("quit: everywhere") })
  }

  @Test func slashSearchesTheLog() {
    var state = Support.state()
    for text in ["the first warning", "a second one", "another warning"] { state.say(text, .warning) }
    Support.press(.character("!"), .character("/"), on: &state)
    _ = Support.type("warning", &state)
    var shown = Support.view(state).text
    #expect(shown.contains("the first warning") && !shown.contains("a second one") && shown.contains("2 of 3 lines"))
    // Enter keeps what is found, esc shows all lines again, and then goes.
    Support.press(.enter, on: &state)
    #expect(Support.view(state).text.contains("2 of 3 lines"))
    Support.press(.character("/"), .escape, on: &state)
    shown = Support.view(state).text
    #expect(shown.contains("a second one"))
    Support.press(.escape, on: &state)
    #expect(state.overlays.isEmpty)
  }
}
