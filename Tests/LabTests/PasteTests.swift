import Screen
import Testing

@testable import Lab

@Suite struct PasteTests {
  private func paste(_ text: String, _ state: inout LabState) -> [Effect] {
    update(&state, SessionMessage.terminal(.pasted(text)))
  }

  @Test func pastedTextIsIgnoredWhereNothingIsTyped() {
    var state = Support.state()
    let before = Support.view(state)
    #expect(paste("3qqq:", &state).isEmpty)
    #expect(Support.view(state) == before && state.overlays.isEmpty)
  }

  @Test func pastedTextIsTypedWhereSomethingIs() {
    var state = Support.state()
    Support.press(.character(":"), on: &state)
    #expect(paste("screen\r\nruns", &state).isEmpty)
    #expect(state.prompt?.line.text == "screen runs" && state.screen == .data)
    Support.press(.escape, on: &state)
    state.screen = .finder
    Support.press(.character("="), .control("u"), on: &state)
    #expect(paste("1e-4 1", &state).isEmpty)
    #expect(state.edit(of: FinderRange.self)?.line.text == "1e-4 1")
  }
}
