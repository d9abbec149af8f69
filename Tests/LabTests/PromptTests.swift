import Experiments
import Screen
import Testing

@testable import Lab

@Suite struct PromptTests {
  private func run(_ line: String, _ state: inout LabState) {
    Support.press(.character(":"), on: &state)
    _ = Support.type(line, &state)
    Support.press(.enter, on: &state)
  }

  @Test(arguments: [
    ("tain", "no command is called 'tain'; did you mean train?"),
    ("network convbn", "'convbn' is unknown; did you mean ConvBnNet?"),
    ("theme drak", "'drak' is unknown; did you mean dark?"),
    ("set optimzer sgd", "'optimzer sgd' is unknown; did you mean optimizer sgd?"),
  ]) func unknownWordsGetTheNearest(_ line: String, _ answer: String) {
    var state = Support.state()
    run(line, &state)
    #expect(state.prompt?.error == answer)
  }

  @Test func settingsCompleteWithTheirChoices() {
    var state = Support.state()
    Support.press(.character(":"), on: &state)
    _ = Support.type("set optim", &state)
    Support.press(.tab, on: &state)
    #expect(state.prompt?.line.text == "set optimizer")
    _ = Support.type(" ", &state)
    Support.press(.tab, on: &state)
    #expect(state.prompt?.offered.contains("optimizer adamw") == true)
    _ = Support.type("a", &state)
    Support.press(.tab, .enter, on: &state)
    #expect(state.form.recipe.training.optimizer.kind == .adamw && state.prompt == nil)
  }

  @Test func runsCompleteAndAreInspected() {
    var state = Support.listed()
    Support.press(.character(":"), on: &state)
    _ = Support.type("inspect 20260102", &state)
    Support.press(.tab, on: &state)
    #expect(state.prompt?.line.text == "inspect 20260102-090000-SimpleNet-1")
    Support.press(.enter, on: &state)
    #expect((state.inspecting?.work as? InspectJob)?.id == "20260102-090000-SimpleNet-1")
    Support.end(&state)
    run("inspect nosuch", &state)
    #expect(state.prompt?.error?.contains("nosuch") == true)
  }
}

@Suite struct PrefilledFieldTests {
  /// The seed's line of the recipe, being edited.
  private func edited() throws -> LabState {
    var state = Support.state()
    Support.press(.character("2"), .character("R"), on: &state)
    while state.form.selected != .field(.batchSize) { Support.press(.down, on: &state) }
    Support.press(.enter, on: &state)
    #expect(state.editing?.line.text == "256")
    return state
  }

  @Test func theFirstCharacterReplacesWhatStandsThere() throws {
    var state = try edited()
    _ = Support.type("64", &state)
    #expect(state.editing?.line.text == "64")
  }

  @Test(arguments: [KeyPress.right, .end, .home, .left, .backspace]) func aMovementKeepsIt(_ key: KeyPress) throws {
    var state = try edited()
    Support.press(key, on: &state)
    _ = Support.type("1", &state)
    let text = try #require(state.editing?.line.text)
    #expect(text.contains("25") && text.contains("1"))
  }

  @Test func pastedTextReplacesItToo() throws {
    var state = try edited()
    _ = update(&state, SessionMessage.terminal(.pasted("512")))
    #expect(state.editing?.line.text == "512")
  }
}
