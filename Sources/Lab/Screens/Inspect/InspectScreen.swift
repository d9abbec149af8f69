import Files
import Screen

/// Errors of a trained network, and its layers.
enum InspectScreen: LabScreen {
  static let title = "Inspect"

  static let commands = [
    PromptCommand(
      "inspect", "[RUN]", help: "what the last network gets wrong, or that of a run", candidates: RunsScreen.names
    ) { state, word in
      if word.isEmpty {
        if case .off(let reason) = state.inspectAvailability { return .failure(InputError(reason)) }
        return .success(state.inspectLastRun())
      }
      do { try state.runs.select(word) } catch { return .failure(InputError("\(error)")) }
      return .success(state.inspectSelectedRun())
    }
  ]

  static func layOut(_ state: inout LabState) { state.inspect.layout = InspectLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    InspectView(state: state).draw(into: &buffer, context)
  }

  static func opened(_ state: inout LabState) -> [Effect] { state.inspectNewest() }

  static func subject(_ state: LabState) -> Subject {
    guard let inspection = state.inspect.inspection else {
      return Subject(network: state.network.architecture.name, detail: state.data.set?.name)
    }
    return Subject(network: inspection.network, run: inspection.title)
  }

  static func back(_ state: inout LabState) {
    if state.inspect.choice != nil {
      state.inspect.endChoice()
    } else if state.inspect.showsProbabilities {
      state.inspect.showsProbabilities = false
    } else if state.inspect.part == .matrix {
      state.inspect.showsReport = false
    } else {
      state.inspect.part = .matrix
    }
  }

  static func hasSeveralParts(_ state: LabState) -> Bool {
    state.inspect.inspection != nil && state.width >= InspectLayout.widthOfAll
  }

  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let layout = state.inspect.layout
    guard let inspection = state.inspect.inspection, state.inspect.choice == nil else { return [] }
    if let matrix = layout.matrix, matrix.contains(x: x, y: y) {
      state.inspect.part = .matrix
      guard !state.inspect.showsReport else {
        if let row = InspectView(state: state).report?.row(atX: x, y: y, in: matrix) {
          state.inspect.select(row: row, column: state.inspect.column)
        }
        return []
      }
      let table = ConfusionView(inspection: inspection, inspect: state.inspect).table
      if let cell = HeatTableLayout(table, in: ConfusionView.table(in: matrix))?.cell(atX: x, y: y) {
        state.inspect.select(row: cell.row, column: cell.column)
      }
    } else if let images = layout.images, images.contains(x: x, y: y) {
      state.inspect.part = .images
      let first = layout.grid.first(selected: state.inspect.selected, of: state.inspect.listed.count)
      if !state.inspect.showsProbabilities, let number = layout.grid.number(atX: x, y: y, in: layout.pictures) {
        state.inspect.select(first + number)
      }
    } else if let layers = layout.layers, layers.contains(x: x, y: y) {
      state.inspect.part = .layers
    } else {
      state.inspect.part = .figures
    }
    return []
  }

  /// On the images the one under the cursor, else the run's folder.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    guard let inspection = state.inspect.inspection else {
      return .failure(InputError("nothing has been inspected yet"))
    }
    guard state.inspect.part == .images, let image = state.inspect.current else {
      return .success(.path("\(state.runs.root)/\(inspection.title)"))
    }
    return inspection.labels.pictureFile(of: image).map { .success(.picture($0)) }
      ?? .failure(InputError(inspection.labels.sharedFiles))
  }

  static func isDivided(_ state: LabState) -> Bool { state.inspect.inspection != nil }

  static func moveFocus(_ state: inout LabState, by offset: Int) {
    state.inspect.endChoice()
    state.inspect.part = state.inspect.part.moved(by: offset)
  }

  static func sameCommand(_ state: LabState) -> String {
    let run = state.inspect.inspection?.title ?? state.train.folder ?? state.runs.selectedID ?? "RUN"
    let words = state.inspect.showsReport ? ["eval", run, "--report"] : ["inspect", run]
    return ShellQuoting.line(["cifarlab"] + words + state.runsOption)
  }

  static func lines(_ state: LabState) -> [String] {
    guard let inspection = state.inspect.inspection else { return ["nothing has been inspected yet"] }
    let facts = inspection.facts
    let classes = zip(inspection.classes, facts.confusion.classAccuracies).map { name, accuracy in
      "class \(name): \(Figures.percent(accuracy)) % right"
    }
    let confused = facts.confusion.mostConfused.prefix(5).map { pair in
      "\(inspection.classes[pair.label]) taken for \(inspection.classes[pair.predicted]): \(pair.images) images"
    }
    return [
      "\(inspection.title): accuracy \(Figures.percent(facts.evaluation.accuracy)) %, loss "
        + "\(Figures.loss(facts.evaluation.loss)) on \(Figures.grouped(facts.evaluation.images)) images"
    ] + classes + confused
  }
}
