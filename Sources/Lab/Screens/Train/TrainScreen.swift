import Files
import Screen

/// The current run, or the last one.
enum TrainScreen: LabScreen {
  static let title = "Train"

  static let commands = [
    PromptCommand("train", help: "trains by the recipe", when: { $0.trainAvailability }) { $0.startTraining() },
    PromptCommand("pause", help: "pauses the training, or lets it go on", when: { $0.stepAvailability }) {
      $0.togglePause()
    },
    PromptCommand(
      "smaller", help: "after a divergence: goes on from the last good weights with a tenth of the lr",
      when: { $0.recoveryAvailability }
    ) { $0.askTraining(.recover) },
    PromptCommand("stop", help: "stops the training; asks first") { state, _ in
      guard state.training != nil else { return .failure(InputError("no network is being trained")) }
      return .success(state.askToStop())
    },
    PromptCommand("lr", "RATE", help: "while training: the rate from now on; without: the schedule's") { state, text in
      guard state.training != nil else { return .failure(InputError("no network is being trained")) }
      if text.isEmpty { return .success(state.setRate(nil)) }
      guard let rate = Double(text), rate > 0, rate.isFinite else {
        return .failure(InputError("a number above 0, such as 1e-2"))
      }
      return .success(state.setRate(rate))
    },
  ]

  static func layOut(_ state: inout LabState) { state.train.layout = TrainLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    TrainView(state: state).draw(into: &buffer, context)
  }

  static func back(_ state: inout LabState) {
    if state.train.explainsDivergence {
      state.train.hideDivergence()
    } else if state.train.cursor != nil {
      state.train.cursor = nil
    } else if state.train.window != nil {
      state.train.window = nil
    } else {
      state.train.part = .plots
    }
  }

  static func isDivided(_ state: LabState) -> Bool { state.train.plan != nil }

  static func moveFocus(_ state: inout LabState, by offset: Int) {
    state.train.part = state.train.part.moved(by: offset)
  }

  /// The run's folder.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    guard state.train.plan != nil else { return .failure(InputError("nothing has been trained yet")) }
    return state.train.folder.map { .success(.path("\(state.runs.root)/\($0)")) }
      ?? .failure(InputError("this run was not kept: it has no folder"))
  }

  /// In the plots the cursor goes to the step there, in the table of epochs to the last step of one.
  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let layout = state.train.layout
    if let plots = layout.plots, plots.contains(x: x, y: y) {
      state.train.part = .plots
      if let step = TrainPlots(state: state).step(atX: x, y: y, in: plots) { state.train.moveCursor(to: step) }
    } else if let epochs = layout.epochs, epochs.contains(x: x, y: y) {
      if let epoch = TrainView(state: state).epoch(atX: x, y: y, in: epochs) {
        state.train.moveCursor(to: epoch.step - 1)
      }
    }
    return []
  }

  static func sameCommand(_ state: LabState) -> String {
    // A run with manual rates is repeated from the record in its folder.
    if let folder = state.train.folder, state.train.hasHistory {
      let document = "\(state.runs.root)/\(folder)/run.json"
      return ShellQuoting.line(["cifarlab", "train", "--recipe", document] + state.runsOption)
    }
    return (state.train.recipe ?? state.recipe).commandLine(extra: state.runsOption)
  }

  static func hasSeveralParts(_ state: LabState) -> Bool { state.isWide }

  static func subject(_ state: LabState) -> Subject {
    guard let plan = state.train.plan else {
      return Subject(network: state.network.architecture.name, detail: state.data.set?.name)
    }
    return Subject(network: plan.network, detail: plan.dataName, run: state.train.folder)
  }

  static func status(_ state: LabState) -> Span? {
    switch state.train.phase {
    case .ended(.completed): Span("✓ trained", Style(.good))
    case .ended(.stopped): Span("■ stopped", Style(.muted))
    case .ended(.diverged): Span("! diverged", Style(.error))
    case .failed: Span("! failed", Style(.error))
    case .idle, .starting, .running, .paused, .held: nil
    }
  }

  static func lines(_ state: LabState) -> [String] {
    ["training: \(TitleLine(state: state).status.text)"]
      + state.train.curves.epochs.map { TrainMessage.line(for: $0, state) }
  }
}

/// The manual learning rate being edited; empty: the schedule's own.
struct RateField: TypedField {
  /// Initial text: accepting it unchanged sets no manual rate.
  let now: String

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    let text = text == now ? "" : text.trimmed
    guard text.isEmpty || Double(text).map({ $0 > 0 && $0.isFinite }) == true else {
      return .failure(InputError("a rate is a number above 0, such as 1e-2"))
    }
    return .success(state.setRate(Double(text)))
  }
}
