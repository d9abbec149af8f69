import Files
import Screen

/// Errors of a trained network, and its layers.
enum InspectScreen: LabScreen {
  static let title = "Inspect"

  static let commands = [
    PromptCommand("inspect", help: "what the last network gets wrong", when: { $0.inspectAvailability }) {
      $0.inspectLastRun()
    }
  ]

  static func layOut(_ state: inout LabState) { state.inspect.layout = InspectLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    InspectView(state: state).draw(into: &buffer, context)
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

  static func moveFocus(_ state: inout LabState, by offset: Int) {
    state.inspect.endChoice()
    state.inspect.part = state.inspect.part.moved(by: offset)
  }

  static func sameCommand(_ state: LabState) -> String {
    let run = state.train.folder ?? state.runs.selectedID ?? "RUN"
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
