import Files
import Screen

/// The run store, and differences between runs.
enum RunsScreen: LabScreen {
  static let title = "Runs"

  static let commands = [
    PromptCommand(
      "resume", "RUN", help: "goes on with a stopped or killed run", candidates: { $0.runs.rows.map(\.id) }
    ) { state, id in
      guard state.runs.select(id) else { return .failure(InputError("there is no such run; tab lists them")) }
      if case .off(let reason) = state.resumeAvailability { return .failure(InputError(reason)) }
      return .success(state.resumeRun())
    }
  ]

  static let filter: ScreenFilter? = ScreenFilter(
    help: "only rows that contain all the words", placeholder: "words that a row has to contain",
    text: { $0.runs.filter }, typed: { state, text in state.runs.set(filter: text) })

  static func layOut(_ state: inout LabState) { state.runs.layout = RunsLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.runs.layout
    let view = RunsView(runs: state.runs)
    if let table = layout.table { view.drawTable(into: &buffer, in: table, context) }
    if let below = layout.below { view.drawBelow(into: &buffer, in: below, context) }
  }

  static func opened(_ state: inout LabState) -> [Effect] { [.listRuns] }

  static func back(_ state: inout LabState) {
    if state.runs.difference != nil {
      state.runs.showDifference(false)
    } else if !state.runs.filter.isEmpty {
      state.runs.set(filter: "")
    } else {
      state.runs.part = .table
    }
  }

  static func moveFocus(_ state: inout LabState, by offset: Int) { state.runs.part = state.runs.part.moved(by: offset) }

  static func sameCommand(_ state: LabState) -> String {
    let words = state.runs.selectedID.map { ["show", $0] } ?? ["list"]
    return ShellQuoting.line(["cifarlab", "runs"] + words + state.runsOption)
  }

  static func lines(_ state: LabState) -> [String] {
    state.runs.shown.map { run in
      "run \(run.id): \(run.network) \(run.widths.map(String.init).joined(separator: ",")), accuracy "
        + "\(Figures.percent(run.accuracy)) %, loss \(Figures.loss(run.loss)), \(run.epochs) epochs, "
        + run.status.rawValue
    }
  }
}
