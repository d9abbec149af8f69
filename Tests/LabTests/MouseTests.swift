import Foundation
import Screen
import Testing

@testable import Lab

@Suite struct MouseTests {
  private func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    update(&state, SessionMessage.terminal(.mouse(MouseEvent(x: x, y: y, action: .click))))
  }

  /// Where a text begins on the screen.
  private func place(of text: String, in state: LabState) throws -> (x: Int, y: Int) {
    for (y, row) in Support.view(state).text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let range = row.firstRange(of: text) { return (row.distance(from: row.startIndex, to: range.lowerBound), y) }
    }
    throw Missing()
  }
  private struct Missing: Error {}

  private func on(_ state: LabState) -> LabState {
    var state = state
    state.usesMouse = true
    state.layOut()
    return state
  }

  @Test func picturesAndSourcesAreChosenByAClick() throws {
    var state = Support.state(width: 120, height: 40)
    state.data.sources = [
      SourceEntry(source: "shapes", title: "shapes", detail: "drawn", availability: .builtIn),
      SourceEntry(source: "other", title: "Other images", detail: "elsewhere", availability: .here),
    ]
    state = on(state)
    let grid = state.data.layout.grid
    let place = grid.place(3, in: state.data.layout.pictures)
    _ = click(&state, x: place.x + 2, y: place.y + 2)
    #expect(state.data.selected == 3)
    let source = try self.place(of: "Other images", in: state)
    _ = click(&state, x: source.x, y: source.y)
    #expect(state.data.part == .sources && state.data.selectedSource == 1)
  }

  @Test func cellsOfTheConfusionAndImagesAreChosenByAClick() throws {
    var state = Support.state()
    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    state = on(state)
    let table = ConfusionView(inspection: state.inspect.inspection!, inspect: state.inspect).table
    let matrix = try #require(state.inspect.layout.matrix)
    let layout = try #require(HeatTableLayout(table, in: ConfusionView.table(in: matrix)))
    state.inspect.part = .images
    _ = click(&state, x: layout.grid.maxX - 2, y: layout.grid.y + 4)
    #expect(state.inspect.part == .matrix && state.inspect.row == 4 && state.inspect.column == 9)
    let place = state.inspect.layout.grid.place(1, in: state.inspect.layout.pictures)
    _ = click(&state, x: place.x, y: place.y)
    #expect(state.inspect.part == .images && state.inspect.selected == 1)
  }

  @Test func rowsOfTheRunsAreChosenByAClick() throws {
    var state = on(Support.listed())
    let row = try place(of: "SimpleNet ", in: state)
    _ = click(&state, x: row.x, y: row.y)
    #expect(state.runs.selectedID == "20260102-090000-SimpleNet-1")
  }

  @Test func aHintOfTheFooterIsItsKey() throws {
    var state = on(Support.state())
    let hint = try place(of: "z zoom", in: state)
    let before = state.data.layout.grid.zoom
    _ = click(&state, x: hint.x + 2, y: hint.y)
    #expect(state.data.layout.grid.zoom != before)
    let arrows = try place(of: "←→ image", in: state)
    _ = click(&state, x: arrows.x, y: arrows.y)
    #expect(state.data.selected == 1)
  }

  @Test func nothingIsClickedWhileTheMouseIsOff() throws {
    var state = Support.state()
    state.layOut()
    let before = Support.view(state)
    _ = click(&state, x: 40, y: 20)
    #expect(Support.view(state) == before)
  }
}

@Suite struct WholeScreenTests {
  @Test(arguments: [ScreenID.data, .inspect, .runs, .train, .machine])
  func onePartTakesTheWholeScreenAndGivesItBackByOneKey(_ screen: ScreenID) throws {
    var state = Support.training(steps: 8)
    _ = update(&state, RunsMessage.listed(Support.rows))
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    MachineSamples.fill(&state)
    state.screen = screen
    state.notice = nil
    let before = Support.view(state)
    Support.press(.character("Z"), on: &state)
    let whole = Support.view(state)
    #expect(whole != before)
    // No two frames stand side by side beneath the title.
    let corners = whole.row(1).filter { "┏┌".contains($0) }
    #expect(corners.count <= 1, "\(whole.text)")
    Support.press(.character("Z"), on: &state)
    #expect(Support.view(state) == before)
  }
}

@Suite struct RememberedSessionTests {
  @Test func imagesNetworkAndRecipeComeBackForTheSameFolderOfRuns() throws {
    var state = Support.state()
    state.settingsFile = SettingsFile(url: .init(fileURLWithPath: "/settings.json"))
    state.runs.root = "/somewhere/runs"
    state.network.pick("ConvBnNet", widths: [4, 8, 16])
    for line in ["set batch-size 64", "fit 1e-2, 3"] {
      Support.press(.character(":"), on: &state)
      _ = Support.type(line, &state)
      Support.press(.enter, on: &state)
    }
    #expect(state.rememberSession().count == 1)
    #expect(state.rememberSession().isEmpty)

    var next = LabState()
    next.settings = state.settings
    next.runs.root = "/somewhere/runs"
    #expect(next.takeSession(.init()) == "shapes")
    #expect(next.network.architecture.name == "ConvBnNet" && next.network.widths == [4, 8, 16])
    #expect(next.form.batchSize == 64 && next.form.ownFits.map(\.learningRate) == [1e-2])
    #expect(!next.form.history.canUndo)

    var other = LabState()
    other.settings = state.settings
    other.runs.root = "/elsewhere/runs"
    #expect(other.takeSession(.init()) == nil)
  }

  @Test func imagesThatAreGoneAreLookedForAndSaid() {
    var state = LabState()
    state.data.remembered = "/gone"
    _ = state.load("/gone")
    let effects = update(&state, DataMessage.loadFailed(source: "/gone", "nothing is there"))
    #expect(effects == [.file(LoadImages(source: "auto", options: .init()))])
    #expect(state.log.contains { $0.text.contains("/gone") })
  }
}
