import Experiments
import Screen
import Training

/// Something that was done to a run while it ran: a mark on the axis of steps.
struct RunMark: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case paused, resumed, stopAsked, diverged
    /// Gone on with smaller rates from these weights.
    case recovered(from: String)
    /// nil: the schedule's own again.
    case learningRate(Double?)
  }
  let step: Int
  let kind: Kind

  /// What the table of marks says.
  var title: String {
    switch kind {
    case .paused: "paused"
    case .resumed: "went on"
    case .stopAsked: "stop asked"
    case .diverged: "diverged"
    case .recovered(let start): "from \(start) on, lr ÷ \(Int(Divergence.rateDivisor))"
    case .learningRate(let rate?): "lr \(Figures.rate(rate))"
    case .learningRate(nil): "lr by schedule"
    }
  }
}

/// The Train screen: the run that is under way or was the last, and how it is looked at.
struct TrainState: Sendable {
  enum Phase: Equatable, Sendable {
    case idle
    case starting
    case running
    case paused
    /// The loss was not finite: the learner waits to be told how to go on.
    case held(Divergence)
    case ended(StopReason)
    case failed(String)
  }

  /// Which plots share the screen.
  enum Panels: Int, CaseIterable, Sendable {
    case together, loss, accuracy, learningRate

    var title: String {
      switch self {
      case .together: "all plots"
      case .loss: "loss"
      case .accuracy: "accuracy"
      case .learningRate: "learning rate"
      }
    }
  }

  /// The parts that Tab goes through where they do not fit side by side.
  enum Part: Int, CaseIterable, Sendable { case plots, figures }

  private(set) var phase = Phase.idle
  private(set) var plan: RunPlan?
  private(set) var curves = RunCurves(name: "")
  /// The run that this one is compared with, drawn beneath.
  var twin: RunCurves?
  /// The recipe of the run on the screen, and of its twin.
  var recipe: Recipe?
  var twinRecipe: Recipe?
  private(set) var progress = TrainingProgress()
  private(set) var marks: [RunMark] = []
  var stopsAfterEpoch = false
  /// The rate that replaces the schedule's, where one was set by hand.
  var manualRate: Double?
  /// Where the run store keeps the run.
  var folder: String?
  private(set) var isValidating = false
  /// What must stay visible while the training goes on, such as a full disk.
  private(set) var warning: String?
  /// Whether the panel that explains the divergence stands over the plots.
  private(set) var explainsDivergence = false

  var layout = TrainLayout()
  var part = Part.plots
  var panels = Panels.together
  var smoothing = RunCurves.Smoothing.library
  var isLogarithmic = false
  /// The steps on the screen; nil: all of them, growing.
  var window: Range<Int>?
  /// The step that the cursor stands on; nil: none.
  var cursor: Int?
  var tableScroll = 0

  /// Whether the run on the screen goes on, paused or not.
  var isUnderWay: Bool {
    switch phase {
    case .starting, .running, .paused, .held: true
    case .idle, .ended, .failed: false
    }
  }

  /// Where the run that waits diverged.
  var divergence: Divergence? {
    if case .held(let divergence) = phase { return divergence }
    return nil
  }

  mutating func start(_ plan: RunPlan, _ recipe: Recipe, name: String, past: RunPast? = nil) {
    let view = (part, panels, smoothing, isLogarithmic, twin, twinRecipe)
    self = TrainState()
    (part, panels, smoothing, isLogarithmic, twin, twinRecipe) = view
    self.plan = plan
    self.recipe = recipe
    curves = past?.curves ?? RunCurves(name: name)
    phase = .starting
    guard let past else { return }
    progress = TrainingProgress(after: past.curves)
    for change in past.learningRateChanges { mark(.learningRate(change.learningRate), at: change.step) }
    for step in past.recoveries { mark(.recovered(from: "good weights"), at: step) }
    manualRate = past.learningRateChanges.last?.learningRate
  }

  mutating func take(_ event: TrainingEvent) {
    switch event {
    case .stepEnded(let step):
      if phase == .starting { phase = .running }
      curves.take(step)
      progress.take(step)
    case .validationStarted:
      isValidating = true
    case .epochEnded(let epoch):
      isValidating = false
      curves.take(epoch)
      progress.take(epoch)
    case .paused(let step):
      phase = .paused
      mark(.paused, at: step)
    case .resumed(let step):
      if phase == .paused { phase = .running }
      mark(.resumed, at: step)
    case .learningRateChanged(let change):
      // A recovery lowers the rate set by hand, too.
      if case .recovered = marks.last?.kind { manualRate = change.learningRate }
      mark(.learningRate(change.learningRate), at: change.step)
    case .held(let divergence):
      mark(.diverged, at: divergence.step)
      phase = .held(divergence)
      explainsDivergence = true
    case .recovered(let divergence):
      mark(.recovered(from: divergence.startTitle), at: divergence.step)
      phase = .running
      explainsDivergence = false
    case .notice: break
    case .warning(let text):
      warning = text
    case .stopped(let reason):
      explainsDivergence = false
      isValidating = false
      phase = .ended(reason)
    }
  }

  /// What differs between the twin and this run, in a line.
  var twinDifference: String {
    guard let recipe, let twinRecipe else { return "" }
    let lines = RecipeDifference.lines(twinRecipe, recipe).filter(\.differs).map {
      "\($0.title) \($0.left) → \($0.right)"
    }
    return lines.isEmpty ? "the same recipe" : lines.joined(separator: ", ")
  }

  /// A run could not be started; one that is on the screen stays there.
  mutating func fail(_ reason: String) {
    if plan == nil { phase = .failed(reason) }
  }

  /// Whether rates were set by hand or a divergence was recovered from, in this run or in the one that it repeats.
  var hasHistory: Bool {
    let isRepeated = recipe.map { !$0.training.learningRateChanges.isEmpty || !$0.training.recoveries.isEmpty } ?? false
    return isRepeated
      || marks.contains { mark in
        switch mark.kind {
        case .learningRate, .recovered: true
        case .paused, .resumed, .stopAsked, .diverged: false
        }
      }
  }

  /// The explanation has been read: the plots are to be seen.
  mutating func hideDivergence() { explainsDivergence = false }

  mutating func mark(_ kind: RunMark.Kind, at step: Int? = nil) {
    marks.append(RunMark(step: step ?? curves.steps, kind: kind))
  }

  mutating func stopAsked() {
    guard isUnderWay else { return }
    explainsDivergence = false
    mark(.stopAsked)
  }

  /// The rate of the step at hand.
  var currentRate: Double? { manualRate ?? curves.learningRate.last }

  /// The steps on the screen.
  var visible: Range<Int> {
    let all = 0..<max(curves.steps, twin?.steps ?? 0, 1)
    guard let window else { return all }
    return window.clamped(to: all).isEmpty ? all : window.clamped(to: all)
  }

  /// Shows half (factor ½) or twice as many steps, around the cursor or the newest step.
  mutating func zoom(by factor: Double) {
    let all = 0..<max(curves.steps, twin?.steps ?? 0, 1)
    let now = visible
    let width = max(4, Int(Double(now.count) * factor))
    guard width < all.count else {
      window = nil
      return
    }
    let centre = cursor ?? now.upperBound
    let lower = min(max(centre - width / 2, 0), all.count - width)
    window = lower..<lower + width
  }

  mutating func moveCursor(by offset: Int) {
    let range = visible
    let start = cursor ?? range.upperBound - 1
    cursor = min(max(start + offset, range.lowerBound), range.upperBound - 1)
  }

  /// Steps that one press of an arrow goes, some hundredth of what is visible.
  var cursorStride: Int { max(1, visible.count / 100) }
}
