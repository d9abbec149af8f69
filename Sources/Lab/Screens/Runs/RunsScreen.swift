import Experiments
import Files
import Listing
import Screen

/// The store of runs, and what differs between them.
enum RunsScreen: LabScreen {
  static let title = "Runs"

  /// All that a run can be called by.
  static func names(_ state: LabState) -> [String] {
    [RunStore.newest] + state.runs.rows.compactMap(\.label.name) + state.runs.rows.map(\.id)
  }

  static let commands = [
    PromptCommand(
      "resume", "RUN", help: "goes on with a stopped or killed run: last, a name, or a beginning", candidates: names
    ) { state, word in
      do { try state.runs.select(word) } catch { return .failure(InputError("\(error)")) }
      if case .off(let reason) = state.resumeAvailability { return .failure(InputError(reason)) }
      return .success(state.resumeRun())
    },
    PromptCommand(
      "columns", "A,B,…", help: "the columns of the runs, remembered; auto: the most telling ones that fit",
      candidates: { _ in ["auto"] + RunColumn.all.map(\.key) }
    ) { state, text in
      if text == "auto" { return .success(state.choose(nil)) }
      do throws(InvalidValue) {
        return .success(state.choose(try RunColumn.list(text)))
      } catch {
        return .failure(InputError(error.reason))
      }
    },
  ]

  static let filter: ScreenFilter? = ScreenFilter(
    help: "only runs for which all holds: \(RunFilter.usage)", placeholder: RunFilter.usage,
    text: { $0.runs.filter }, typed: { state, text in state.filterRuns(text) })

  static func layOut(_ state: inout LabState) { state.runs.layout = RunsLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.runs.layout
    if let table = layout.table { buffer.draw(RunsTableView(state: state), in: table, context) }
    guard let below = layout.below else { return }
    if let picker = state.runs.picker {
      buffer.draw(RunsColumnPickerView(state: state, picker: picker), in: below, context)
    } else if let difference = layout.difference {
      buffer.draw(RunsDifferenceView(runs: state.runs, layout: difference), in: below, context)
    } else {
      buffer.draw(RunsCurvesView(runs: state.runs), in: below, context)
    }
  }

  static func opened(_ state: inout LabState) -> [Effect] { [.listRuns] + state.readDrawnRuns() }

  static func back(_ state: inout LabState) {
    if state.runs.picker != nil {
      state.runs.picker = nil
    } else if state.runs.difference.isShown {
      state.runs.difference.show(false)
    } else if !state.runs.filter.isEmpty {
      state.runs.set(filter: "")
    } else {
      state.runs.part = .table
    }
  }

  static func hasSeveralParts(_ state: LabState) -> Bool { state.height >= RunsLayout.heightOfBoth }

  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let layout = state.runs.layout
    if let below = layout.below, below.contains(x: x, y: y) { state.runs.part = .curves }
    let view = RunsTableView(state: state)
    if let table = layout.table, let column = view.column(atX: x, y: y, in: table) {
      state.runs.part = .table
      state.runs.sort(by: column)
      return []
    }
    guard let table = layout.table, let row = view.row(atX: x, y: y, in: table) else { return [] }
    state.runs.part = .table
    return state.moveRun(by: row - (state.runs.selectedIndex ?? 0))
  }

  static func moveFocus(_ state: inout LabState, by offset: Int) { state.runs.part = state.runs.part.moved(by: offset) }

  /// The folder of the run under the cursor.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    state.runs.selectedID.map { .success(.path("\(state.runs.root)/\($0)")) }
      ?? .failure(InputError("there is no run to choose"))
  }

  /// The run under the cursor.
  static func subject(_ state: LabState) -> Subject {
    guard let row = state.runs.selected, let recipe = row.recipe else {
      return Subject(network: state.network.architecture.name, detail: state.data.set?.name)
    }
    return Subject(network: recipe.network, run: row.id, called: row.label.name)
  }

  /// The marked runs side by side, the list as it is filtered, or the run under the cursor.
  static func sameCommand(_ state: LabState) -> String {
    let runs = state.runs
    var words = ["list"]
    if !runs.marks.ids.isEmpty {
      words = ["show"] + runs.marks.ids
    } else if !runs.filter.isEmpty || runs.chosen != nil {
      if !runs.filter.isEmpty, runs.filterProblem == nil { words += ["--filter", runs.filter] }
      if let chosen = runs.chosen { words += ["--columns", chosen.map(\.key).joined(separator: ",")] }
    } else if let id = runs.selectedID {
      words = ["show", id]
    }
    return ShellQuoting.line(["cifarlab", "runs"] + words + state.runsOption)
  }

  static func lines(_ state: LabState) -> [String] {
    state.runs.shown.map { run in
      let columns = state.runs.choice.columns.filter { $0 != .date && !run[$0].text.isEmpty }
      return "run \(run.id): " + columns.map { "\($0.title) \(run[$0].text)" }.joined(separator: ", ")
    }
  }
}
