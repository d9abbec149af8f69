import Files
import Screen
import Testing

@testable import ImageData
@testable import Lab

@Suite struct InspectLabelTests {
  /// On the first of the worst images.
  private func state() throws -> LabState {
    var state = Support.state()
    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    Support.press(key("c"), on: &state)
    return state
  }

  private func saved(_ effects: [Effect]) -> SaveLabels? {
    for case .files(let task) in effects {
      if let save = task.task as? SaveLabels { return save }
    }
    return nil
  }

  @Test func `= gives the image the class that is chosen, and keeps the table beside the run`() throws {
    var state = try state()
    let image = try #require(state.inspect.current)
    let inspection = try #require(state.inspect.inspection)
    Support.press(key("T"), on: &state)
    #expect(state.inspect.choice == inspection.predicted(image) && state.inspect.showsProbabilities)
    // The most probable class stands first, the next one beneath it.
    Support.press(.up, .down, .down, on: &state)
    let effects = Support.press(.enter, on: &state)
    let table = try #require(saved(effects))
    #expect(table.file == "runs/20260101-120000-ConvNet-42.labels.csv")
    #expect(table.overlay.entries.map(\.label) == [inspection.classes[inspection.ranked(image)[2]]])
    #expect(table.overlay.entries.map(\.place) == [ImagePlace(part: .valid, index: image)])
    #expect(state.inspect.choice == nil && state.inspect.current == image)
  }

  @Test func `D leaves the image out, u takes that back, and esc chooses nothing`() throws {
    var state = try state()
    Support.press(key("T"), .escape, on: &state)
    #expect(state.inspect.choice == nil && state.inspect.said == nil)
    #expect(saved(Support.press(key("u"), on: &state)) == nil)
    let left = try #require(saved(Support.press(key("D"), on: &state)))
    #expect(left.overlay.entries.count == 1 && left.overlay.entries[0].label == nil)
    #expect(state.inspect.said?.label == nil && state.inspect.said != nil)
    let back = try #require(saved(Support.press(key("u"), on: &state)))
    #expect(back.overlay.entries.isEmpty && state.inspect.said == nil)
  }

  @Test func `v shows the report of the classes in place of the matrix, and esc the matrix again`() throws {
    var state = try state()
    Support.press(.escape, key("v"), on: &state)
    let shown = Support.view(state).text
    let report = try #require(state.inspect.inspection).facts.report
    #expect(shown.contains("precision") && shown.contains("95 % interval") && shown.contains("macro avg"))
    #expect(shown.contains("\(Figures.percent(report.accuracy)) %") && shown.contains("top 2"))
    #expect(InspectScreen.sameCommand(state).contains("--report"))
    Support.press(.escape, on: &state)
    #expect(!state.inspect.showsReport && Support.view(state).text.contains("confusion"))
  }

  @Test func `another image is not moved to while a class is chosen`() throws {
    var state = try state()
    let image = state.inspect.current
    Support.press(key("T"), .down, .down, key("D"), on: &state)
    #expect(state.inspect.current == image && state.inspect.said == nil)
  }
}
