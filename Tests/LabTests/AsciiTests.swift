import Screen
import Testing

@testable import Lab

/// In ASCII nothing turns into a question mark, which is the key of the help.
@Suite struct AsciiTests {
  private func questionMarks(_ state: LabState, _ capabilities: Capabilities) -> Int {
    var state = state
    state.isUnicode = capabilities.unicode
    state.layOut()
    return Lab.view(state, capabilities).text.count { $0 == "?" }
  }

  @Test(arguments: ScreenID.allCases, GoldenScreens.sizes.indices)
  func everyCharacterHasATwin(_ screen: ScreenID, _ size: Int) throws {
    let (width, height) = GoldenScreens.sizes[size]
    var state = try GoldenScreens.state(screen, width, height)
    #expect(questionMarks(state, .plain) == questionMarks(state, .full))
    guard screen == .network else { return }
    Support.press(key("R"), on: &state)
    #expect(questionMarks(state, .plain) == questionMarks(state, .full))
    #expect(!Lab.view(state, .plain).text.contains("322"))
  }

  @Test func aPausedTrainingHasASign() {
    var state = Support.training(steps: 6, width: 100, height: 30)
    _ = update(&state, TrainMessage.events([.paused(step: 6)]))
    #expect(questionMarks(state, .plain) == questionMarks(state, .full))
  }
}
