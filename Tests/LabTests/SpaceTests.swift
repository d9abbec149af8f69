import Screen
import Testing

@testable import Experiments
@testable import Lab

/// A large terminal is used, not stretched.
@Suite struct SpaceTests {
  private static let widestGap = 3

  private func check(_ state: LabState, _ place: String) {
    for panel in Panel.all(in: Support.view(state).text) where !panel.isPlot {
      #expect(panel.gaps.allSatisfy { $0 <= Self.widestGap }, "\(place), \(panel.title): \(panel.gaps)")
      #expect(panel.needlesslyCut.isEmpty, "\(place), \(panel.title): \(panel.needlesslyCut)")
    }
  }

  @Test(arguments: ScreenID.allCases) func noGapIsWiderThanThreeCellsAndNothingIsCutWhileRowsAreEmpty(
    _ screen: ScreenID
  ) throws {
    var state = try GoldenScreens.state(screen, 200, 55)
    check(state, screen.title)
    for _ in 0..<4 {
      Support.press(.tab, on: &state)
      state.notice = nil
      check(state, "\(screen.title), its other parts")
    }
  }

  @Test func theSameHoldsForWhatIsOpenedOnThem() throws {
    var runs = try GoldenScreens.state(.runs, 200, 55)
    for keys in [["v"], ["v", " ", "d"], ["d"]] {
      for key in keys { Support.press(.character(Character(key)), on: &runs) }
      runs.notice = nil
      check(runs, "Runs after \(keys)")
    }
    var network = try GoldenScreens.state(.network, 200, 55)
    for name in ["Resnet2", "SimpleNet", "ConvBnNet2"] {
      network.network.pick(name)
      check(network, name)
    }
    var inspect = try GoldenScreens.state(.inspect, 200, 55)
    for keys in [[KeyPress.character("v")], [.character("v"), .tab, .enter]] {
      for key in keys { Support.press(key, on: &inspect) }
      inspect.notice = nil
      check(inspect, "Inspect after \(keys.map(\.title))")
    }
  }

  @Test func theRulesFindWhatTheyAreFor() {
    let panels = Panel.all(
      in: """
        ┌ one ──────────┐┌ two ───────────┐
        │ name     size ││ a long sent…   │
        │ b          12 ││                │
        └───────────────┘└────────────────┘
        """)
    #expect(panels.count == 2 && panels[0].gaps == [5])
    #expect(panels[0].needlesslyCut.isEmpty && panels[1].needlesslyCut.count == 1)
  }
}
