import Files
import Screen

/// What trained networks take a picture for.
enum PredictScreen: LabScreen {
  static let title = "Predict"

  static let commands = [
    PromptCommand(
      "predict", "PATH", help: "what the trained networks take a picture for, or those of a folder", takesPath: true
    ) { state, path in
      guard !path.isEmpty else { return .failure(InputError("the path of a picture or of a folder is wanted")) }
      return .success(state.open(.predict) + [.file(OpenPictures(path: path))])
    }
  ]

  static func layOut(_ state: inout LabState) { state.predict.layout = PredictLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    PredictView(state: state).draw(into: &buffer, context)
  }

  static func opened(_ state: inout LabState) -> [Effect] { [.listRuns] }

  static func back(_ state: inout LabState) {
    if state.predict.followed != nil {
      state.predict.follow(nil)
    } else {
      state.predict.showsLarger = false
    }
  }

  static func isDivided(_ state: LabState) -> Bool { false }

  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let view = PredictView(state: state)
    if let number = view.run(atX: x, y: y) {
      state.predict.choose(state.predict.runs[number])
    } else if let name = view.name(ofClassAtX: x, y: y) {
      state.predict.follow(name)
    }
    return []
  }

  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    switch state.predict.subject?.source {
    case .file(let path): .success(.path(path))
    case .pixels:
      state.predict.subject?.file.map { .success(.picture($0)) }
        ?? .failure(InputError("this picture stands in its data set, in no file of its own"))
    case nil: .failure(InputError("no picture is here yet"))
    }
  }

  static func sameCommand(_ state: LabState) -> String {
    let run = state.predict.run ?? "RUN"
    switch state.predict.subject?.source {
    case .file(let path):
      return ShellQuoting.line(["cifarlab", "predict", run, path] + state.runsOption)
    case nil: return ShellQuoting.line(["cifarlab", "predict", run, "PICTURE"] + state.runsOption)
    case .pixels:
      return ShellQuoting.line(["cifarlab", "predict", run, "PICTURE"] + state.runsOption)
        + "  # the picture stands in its data set, in no file of its own"
    }
  }

  static func lines(_ state: LabState) -> [String] {
    guard state.predict.subject != nil else { return [explanation(state)] }
    return state.predict.runs.compactMap { state.predict.answers[$0] }.map { line($0, of: state.predict.subject) }
  }

  /// An answer in a line.
  static func line(_ answer: RunAnswer, of subject: PredictSubject?) -> String {
    let classes = answer.seen?.ranking.prefix(3).map { "\($0.name) \(Figures.percent($0.probability)) %" }
    return "\(subject?.name ?? ""): \(classes?.joined(separator: ", ") ?? answer.reason), says \(answer.run)"
  }

  /// Where nothing is asked yet.
  static func explanation(_ state: LabState) -> String {
    """
    What trained networks take a picture of yours for.

    \(state.keyName(.path)) takes the path of a picture or of a folder; \(state.keyName(.predict)) does the same for an \
    image on screens \(state.keyName(of: .data)) and \(state.keyName(of: .inspect)).
    """
  }
}
