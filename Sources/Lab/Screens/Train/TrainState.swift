import Experiments
import Screen
import Training

/// An intervention during a run, marked on the axis of steps.
struct RunMark: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case paused, resumed, stopAsked, diverged
    /// Continued from these weights with smaller rates.
    case recovered(from: String)
    /// nil: the schedule's again.
    case learningRate(Double?)
  }
  let step: Int
  let kind: Kind

  /// In the table of marks.
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

/// State of the Train screen: the current or last run, and how it is viewed.
struct TrainState: Sendable {
  enum Phase: Equatable, Sendable {
    case idle
    case starting
    case running
    case paused
    /// The loss was not finite, and the learner waits for a decision.
    case held(Divergence)
    case ended(StopReason)
    case failed(String)
  }

  /// Which plots are shown.
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

  /// The parts that Tab cycles through if they do not fit side by side.
  enum Part: Int, CaseIterable, Sendable { case plots, figures }

  private(set) var phase = Phase.idle
  private(set) var plan: RunPlan?
  private(set) var curves = RunCurves(name: "")
  /// A run for comparison, drawn beneath.
  var twin: RunCurves?
  /// The recipe of the run, and of the one for comparison.
  var recipe: Recipe?
  var twinRecipe: Recipe?
  private(set) var progress = TrainingProgress()
  private(set) var marks: [RunMark] = []
  var stopsAfterEpoch = false
  /// The manual rate; nil: the schedule's.
  var manualRate: Double?
  /// Folder of the run.
  var folder: String?
  private(set) var isValidating = false
  /// Stays visible during the training, such as a full disk.
  private(set) var warning: String?
  /// Whether the explanation of a divergence covers the plots.
  private(set) var explainsDivergence = false

  var layout = TrainLayout()
  var part = Part.plots
  var panels = Panels.together
  var smoothing = RunCurves.Smoothing.library
  /// Of the loss's axis, as chosen by key; nil: logarithmic after a divergence.
  private var chosenScale: PlotAxis.Scale?
  /// The visible steps; nil: all of them, growing.
  var window: Range<Int>?
  /// nil: no cursor.
  var cursor: Int?
  var tableScroll = 0

  /// Whether the run continues, paused or not.
  var isUnderWay: Bool {
    switch phase {
    case .starting, .running, .paused, .held: true
    case .idle, .ended, .failed: false
    }
  }

  /// The divergence at which the run waits.
  var divergence: Divergence? {
    if case .held(let divergence) = phase { return divergence }
    return nil
  }

  mutating func start(_ plan: RunPlan, _ recipe: Recipe, name: String, past: RunPast? = nil) {
    let view = (part, panels, smoothing, chosenScale, twin, twinRecipe)
    self = TrainState()
    (part, panels, smoothing, chosenScale, twin, twinRecipe) = view
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
      progress.take(step, of: plan)
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
      // A recovery lowers a manual rate, too.
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

  /// The difference to the run for comparison, in a line.
  var twinDifference: String {
    guard let recipe, let twinRecipe else { return "" }
    let lines = RecipeDifference.lines(twinRecipe, recipe).filter(\.differs).map {
      "\($0.title) \($0.left) → \($0.right)"
    }
    return lines.isEmpty ? "the same recipe" : lines.joined(separator: ", ")
  }

  /// The most accurate epoch; nil: none says more than one class always would.
  var best: RankedEpoch? { curves.best.flatMap { $0.accuracy > plan?.chance ?? 0 ? $0 : nil } }

  /// A run could not be started; the previous one stays on the screen.
  mutating func fail(_ reason: String) {
    if plan == nil { phase = .failed(reason) }
  }

  /// Whether there were manual rates or recoveries, in this run or in the repeated one.
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

  var isLogarithmic: Bool { chosenScale.map { $0 == .log } ?? hasDiverged }

  mutating func toggleScale() { chosenScale = isLogarithmic ? .linear : .log }

  private var hasDiverged: Bool {
    if case .ended(.diverged) = phase { return true }
    return marks.contains { $0.kind == .diverged }
  }

  /// Closes the explanation to show the plots.
  mutating func hideDivergence() { explainsDivergence = false }

  mutating func mark(_ kind: RunMark.Kind, at step: Int? = nil) {
    marks.append(RunMark(step: step ?? curves.steps, kind: kind))
  }

  mutating func stopAsked() {
    guard isUnderWay else { return }
    explainsDivergence = false
    mark(.stopAsked)
  }

  /// The rate of the current step.
  var currentRate: Double? { manualRate ?? curves.learningRate.last }

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

  /// To a step among those that are visible.
  mutating func moveCursor(to step: Int) { cursor = min(max(step, visible.lowerBound), visible.upperBound - 1) }

  /// Steps that an arrow key moves the cursor by: about a hundredth of what is visible.
  var cursorStride: Int { max(1, visible.count / 100) }
}
