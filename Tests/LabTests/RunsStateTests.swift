import Foundation
import Listing
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// The table of runs: its columns, its order, its filter.
@Suite struct RunsStateTests {
  @Test func aRunThatEndedBeforeAnEpochSaysSoAndHasNoBar() {
    let row = Support.row("20260105-120000-ConvNet-1", accuracy: 0.5, parameters: 1, status: .diverged) {
      $0.result.accuracy = nil
      $0.result.epochs = 0
    }
    var state = Support.listed([row], width: 200, height: 55)
    _ = update(&state, RunsMessage.loaded([], id: row.id))
    let shown = Support.view(state).text
    #expect(shown.contains("diverged before its first epoch was over") && !shown.contains("▁"))
    #expect(!shown.contains("no epoch is over yet"))
    #expect(Support.view(Support.listed(width: 200, height: 55)).text.contains("▁"))
  }

  @Test func aRunOnAPartOfTheImagesSaysSo() {
    let row = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 1) { $0.recipe.subset = 5000 }
    #expect(Support.view(Support.listed([row])).text.contains(" · 5,000 of its images · widths 3,20,40,80"))
    #expect(!Support.view(Support.listed()).text.contains("of its images"))
  }

  // MARK: Columns and order

  @Test func theNewestIsFirstAndUnderTheCursorAndStaysSoWhenOneIsAdded() {
    var state = Support.listed()
    #expect(state.runs.shown.first?.id == "20260103-170000-ConvBnNet-7" && state.runs.selectedIndex == 0)
    let newer = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 37_490)
    _ = update(&state, RunsMessage.listed(Support.rows + [newer]))
    #expect(state.runs.selectedID == newer.id)
    Support.press(.down, on: &state)
    let chosen = state.runs.selectedID
    let newest = Support.row("20260105-120000-ConvNet-1", accuracy: 0.3, parameters: 37_490)
    _ = update(&state, RunsMessage.listed(Support.rows + [newer, newest]))
    #expect(state.runs.selectedID == chosen)
  }

  @Test func sortingGoesThroughTheColumnsThatAreShown() {
    var state = Support.listed()
    while state.runs.column != .accuracy { Support.press(.character("s"), on: &state) }
    #expect(state.runs.shown.map { $0[.accuracy].text } == ["70.16", "58.17", "47.24"])
    Support.press(.character("o"), on: &state)
    #expect(state.runs.shown.first?[.network].text == "SimpleNet")
    Support.press(.character("s"), on: &state)
    #expect(state.runs.layout.columns.map(\.column).contains(state.runs.column))
  }

  @Test(arguments: [80, 100, 120, 200]) func everyHeadingIsWholeWithItsArrow(_ width: Int) {
    var state = Support.listed(width: width, height: 24)
    for _ in 0..<state.runs.layout.columns.count {
      Support.press(.character("s"), on: &state)
      let text = Support.view(state).text
      #expect(text.contains("\(state.runs.column.title) ▲") || text.contains("\(state.runs.column.title) ▼"))
    }
  }

  @Test func aDateHasEightCharactersAt80ColumnsAndTheTimeOfDayWhereItIsToday() {
    var state = Support.listed(width: 80, height: 24)
    #expect(Support.view(state).text.contains(" 26-01-03 ") && !Support.view(state).text.contains("2026-01-03 "))
    _ = update(&state, SessionMessage.clock(seconds: 1_767_268_800 + 2 * 86_400 - 3_600, offset: 7_200))
    #expect(Support.view(state).text.contains(" 12:00:00 "))
    #expect(Support.view(Support.listed()).text.contains(" 2026-01-03 12:00 "))
  }

  @Test func theColumnsAreChosenAndRemembered() throws {
    var state = Support.listed()
    state.settingsFile = SettingsFile(url: URL(fileURLWithPath: "/nowhere/settings.json"))
    #expect(!state.runs.layout.columns.contains { $0.column.key == "momentum" })
    Support.press(.character("v"), on: &state)
    while state.runs.picker?.column.key != "momentum" { Support.press(.down, on: &state) }
    let effects = Support.press(.character(" "), &state)
    #expect(effects == [.file(SaveSettings(settings: state.settings, file: state.settingsFile!.url))])
    Support.press(.enter, on: &state)
    #expect(state.runs.picker == nil && state.runs.chosen?.map(\.key).contains("momentum") == true)
    Support.press(.character(":"), on: &state)
    _ = Support.type("columns state,acc,lr", &state)
    Support.press(.enter, on: &state)
    #expect(state.runs.layout.columns.map(\.column.key) == ["state", "accuracy", "lr"])
    // Another session on the same folder, and one on another.
    for (root, keys) in [("runs", ["state", "accuracy", "lr"]), ("other", nil)] {
      var next = Support.listed()
      next.settings = try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(state.settings))
      next.runs.root = root
      next.takeRememberedColumns()
      #expect(next.runs.chosen?.map(\.key) == keys)
    }
    Support.press(.character("v"), .character("c"), on: &state)
    #expect(state.runs.chosen == nil && state.settings.runColumns == nil)
    // A foreign word in the settings is no column.
    state.settings.remember(["colour"], of: "runs")
    state.takeRememberedColumns()
    #expect(state.runs.chosen == nil)
  }

  @Test func columnsThatWereChosenAndHaveNoRoomAreCounted() {
    var state = Support.listed(width: 80, height: 24)
    _ = state.choose(RunColumn.all)
    state.layOut()
    #expect(state.runs.layout.hiddenColumns > 10)
    #expect(Support.view(state).text.contains("\(state.runs.layout.hiddenColumns) chosen columns have no room"))
  }

  @Test func aLossThatDoesNotFitHasAnExponent() {
    for (loss, shown) in [(1.2108e27, "1.21e27"), (123.4567, "123.5"), (12.3456, "12.3456")] {
      let row = Support.row("20260104-120000-ConvNet-1", accuracy: 0.1, parameters: 37_490) {
        $0.result.validLoss = loss
      }
      #expect(Support.view(Support.listed([row])).text.contains(" \(shown) "), "\(shown)")
    }
  }

  // MARK: Filter

  @Test func theFilterLooksIntoAllColumnsAndComparesAndIsShownWhileItHolds() {
    var state = Support.listed()
    for (filter, found) in [
      ("1e-1", 3), ("3,20", 3), ("acc>50", 2), ("!shapes", 0), ("convnet", 1), ("lr>0.2", 0), ("acc>50 !conv", 0),
    ] {
      Support.press(.character("/"), .control("u"), on: &state)
      _ = Support.type(filter, &state)
      Support.press(.enter, on: &state)
      #expect(state.runs.shown.count == found, "\(filter)")
      #expect(Support.view(state).text.contains("filter \(filter)"))
    }
    Support.press(.escape, on: &state)
    #expect(state.runs.shown.count == 3 && !Support.view(state).text.contains("filter"))
  }

  @Test func aFilterThatIsNoneSaysWhyAndHidesNothing() {
    var state = Support.listed()
    Support.press(.character("/"), on: &state)
    _ = Support.type("colour>3", &state)
    #expect(state.runs.shown.count == 3)
    #expect(Support.view(state).text.contains("! no column is called 'colour'"))
  }

  @Test func whatWasResumedIsNotHiddenWithoutAWord() {
    let stopped = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 37_490, status: .stopped)
    var state = Support.listed(Support.rows + [stopped])
    Support.press(.character("/"), on: &state)
    _ = Support.type("stopped", &state)
    Support.press(.enter, .character("r"), on: &state)
    #expect(state.screen == .train)
    Support.end(&state)
    state.screen = .runs
    let ended = Support.row(stopped.id, accuracy: 0.5, parameters: 37_490)
    _ = update(&state, RunsMessage.listed(Support.rows + [ended]))
    #expect(state.runs.shown.isEmpty)
    #expect(Support.view(state).text.contains("! hides \(stopped.id), which just ran"))
    // A run that came into being meanwhile is another.
    let new = Support.row("20260105-120000-ConvNet-1", accuracy: 0.3, parameters: 37_490)
    _ = update(&state, RunsMessage.listed(Support.rows + [ended, new]))
    #expect(Support.view(state).text.contains("! hides \(new.id) and 1 more, which just ran"))
  }
}
