import Files
import Foundation
import Listing
import Screen
import Testing
import Training

@testable import Experiments
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

  @Test func aHeadingOfTheRunsSortsByItsColumnAndOnceMoreTurnsTheOrderRound() throws {
    var state = on(Support.listed())
    let heading = try place(of: "accuracy", in: state)
    _ = click(&state, x: heading.x + 1, y: heading.y)
    #expect(state.runs.column == .accuracy)
    #expect(state.runs.shown.map { $0[.accuracy].text } == ["70.16", "58.17", "47.24"])
    _ = click(&state, x: heading.x + 1, y: heading.y)
    #expect(state.runs.shown.map { $0[.accuracy].text } == ["47.24", "58.17", "70.16"])
  }

  @Test func networksWidthsLayersAndSettingsAreChosenByAClick() throws {
    var state = Support.state(width: 120, height: 50)
    state.screen = .network
    state = on(state)
    for name in ["Resnet2", "ConvBnNet "] {
      let entry = try place(of: name, in: state)
      _ = click(&state, x: entry.x, y: entry.y)
      #expect(state.network.architecture.name == name.trimmed)
    }
    let width = try place(of: " 160", in: state)
    _ = click(&state, x: width.x + 2, y: width.y)
    #expect(state.network.part == .widths && state.network.widths[state.network.editor.cursor] == 160)
    for text in ["layers.2", "out ", "conv1"] {
      let line = try place(of: text, in: state)
      _ = click(&state, x: line.x + 3, y: line.y)
      #expect(state.network.part == .layers)
      #expect(state.network.editor.shown.lines[state.network.cursor.line].hasPrefix(text.trimmed))
    }
    state.network.part = .architectures
    state.layOut()
    let setting = try place(of: "batch size", in: state)
    _ = click(&state, x: setting.x, y: setting.y)
    #expect(state.network.part == .recipe)
    guard case .field(let field) = state.form.selected else { throw Missing() }
    #expect(field.title == "batch size")
  }

  /// Columns in which something has the colour of a plot's cursor.
  private func cursorColumns(of state: LabState, in rect: Rect) -> Set<Int> {
    let shown = Support.view(state)
    return Set(
      (rect.y + 1..<rect.maxY - 1).flatMap { y in
        (rect.x..<rect.maxX).filter { shown[$0, y].style.foreground == .role(.cursor) }
      })
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 55)]) func theCursorOfAPlotGoesToTheClickedStep(
    _ width: Int, _ height: Int
  ) throws {
    var state = on(Support.training(width: width, height: height))
    state.screen = .train
    for _ in TrainState.Panels.allCases {
      state.layOut()
      let plots = try #require(state.train.layout.plots)
      var steps: Set<Int> = []
      for share in 1...9 {
        let x = plots.x + 8 + (plots.width - 10) * share / 10
        _ = click(&state, x: x, y: plots.y + 4)
        let cursor = try #require(state.train.cursor)
        steps.insert(cursor)
        // There are fewer steps than columns: the nearest one is within half of what lies between two.
        let columns = cursorColumns(of: state, in: plots)
        let reach = plots.width / state.train.visible.count / 2 + 1
        #expect(columns.contains { abs($0 - x) <= reach }, "\(x): \(columns)")
      }
      #expect(steps.count >= 6)
      state.train.cursor = nil
      _ = click(&state, x: plots.x, y: plots.y + 3)
      #expect(state.train.cursor == nil)
      Support.press(.character("v"), on: &state)
    }
  }

  @Test func anEpochOfTheTablePutsTheCursorAtItsEnd() throws {
    var state = on(Support.training())
    state.screen = .train
    let epochs = try #require(state.train.layout.epochs)
    _ = click(&state, x: epochs.x + 4, y: epochs.y + 3)
    #expect(state.train.cursor == state.train.curves.epochs[1].step - 1)
  }

  @Test func theFindersCursorGoesToTheClickedRateAndToASuggestion() throws {
    var state = Support.state()
    state.screen = .finder
    Support.press(.character("f"), on: &state)
    Support.begin(&state)
    for message in Support.sweep() { _ = update(&state, message) }
    state = on(state)
    let plot = state.finder.layout.plot
    var rates: [Double] = []
    for share in 2...8 {
      let x = plot.x + plot.width * share / 10
      _ = click(&state, x: x, y: plot.y + 5)
      rates.append(try #require(state.finder.cursorRate))
      // Three points share a rate, and twenty rates the width.
      let reach = plot.width / 20 / 2 + 2
      #expect(cursorColumns(of: state, in: plot).contains { abs($0 - x) <= reach })
    }
    #expect(rates == rates.sorted() && Set(rates).count >= 5)
    let suggestions = state.finder.layout.suggestions
    _ = click(&state, x: suggestions.x + 3, y: suggestions.y + 1)
    #expect(state.finder.cursorRate == state.finder.suggestions[0].rate.rounded(toDigits: 3))
  }

  @Test func runsAndClassesOfAPredictionAreChosenByAClick() throws {
    var state = try RecordedRun.shared.get().state(width: 120, height: 40)
    try PredictSamples.fill(&state)
    state.screen = .predict
    state = on(state)
    let runs = state.predict.runs
    try #require(runs.count > 1)
    let row = try place(of: "what the runs say", in: state)
    _ = click(&state, x: row.x + 4, y: row.y + 3)
    #expect(state.predict.run == runs[1])
    let answers = try #require(state.predict.answer?.seen?.ranking)
    let answer = state.predict.layout.answer
    _ = click(&state, x: answer.x + 5, y: answer.y + 2)
    #expect(state.predict.followed == answers[1].name)
    // Each run's row has the probability of that class.
    let shown = Support.view(state).text
    #expect(shown.contains("\(answers[1].name) %"))
    for run in runs {
      let share = try #require(state.predict.answers[run]?.probability(of: answers[1].name))
      #expect(shown.contains(Figures.percent(share)))
    }
    _ = click(&state, x: answer.x + 5, y: answer.y + 2)
    #expect(state.predict.followed == nil)
    Support.press(.character(">"), .character(">"), on: &state)
    #expect(state.predict.followed == answers[1].name)
    Support.press(.escape, on: &state)
    #expect(state.predict.followed == nil)
  }

  @Test func aClickGivesAPartOfMachineTheFocus() throws {
    var state = Support.state()
    MachineSamples.fill(&state)
    state.screen = .machine
    state = on(state)
    let memory = try #require(state.machine.layout.memory)
    _ = click(&state, x: memory.x + 2, y: memory.y + 1)
    #expect(state.machine.part == .stock)
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
  @Test(arguments: [ScreenID.data, .network, .inspect, .runs, .train, .machine])
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
