import Experiments
import ImageData
import Screen
import Training

/// Sweeps the learning rate of a new network, which is then dropped.
struct FindJob: LabJob {
  let recipe: Recipe
  let data: DataSet
  let options: LRFinderOptions
  /// Whether short trainings follow the sweep.
  let isByTrial: Bool

  func run(_ handle: JobHandle, in runtime: LabRuntime) throws {
    let run = try TrainingRun(recipe, data: data, pool: runtime.pool)
    let finder = run.finder(options)
    let widths = recipe.widths.map { $0.map(String.init).joined(separator: ",") } ?? ""
    let sweep = FinderSweep(title: "\(recipe.network) \(widths)", recipe: recipe, options: options)
    handle.post(FinderMessage.started(sweep, steps: finder.batches))
    let curve = finder.run(handle.control) { handle.post(FinderMessage.point($0)) }
    let found = LRSuggestions(curve, batches: finder.batches)
    handle.post(FinderMessage.ended(curve.ending, found))
    let highest = run.learner.options.fits.highestRate
    guard isByTrial, !handle.isStopped, let start = TrialStart(found, recipe: highest) else { return }
    handle.post(FinderMessage.trying(start))
    let trials = try RateTrials(recipe, data: data, pool: runtime.pool)
    let best = try trials.run(from: start.rate, handle.control) { handle.post(FinderMessage.trial($0)) }
    handle.post(FinderMessage.tried(best))
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span {
    switch phase {
    case .queued: Span("● waiting", Style(.warning))
    case .running: Span("● lr sweep", Style(.good))
    case .stopping: Span("● stopping", Style(.warning))
    }
  }

  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] {
    switch end {
    case .done: break
    case .withdrawn: state.say("the sweep is taken back: it had not begun")
    case .failed(let reason): state.finder.fail(reason)
    }
    return []
  }
}

/// Messages of a sweep.
enum FinderMessage: LabMessage {
  case started(FinderSweep, steps: Int)
  case point(LRCurve.Point)
  case ended(LRCurve.Ending, LRSuggestions)
  case trying(TrialStart)
  case trial(RateTrials.Trial)
  /// The trials are over; their best rate.
  case tried(Double?)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .started(let sweep, let steps):
      state.finder.start(sweep)
      state.jobs.advance(FindJob.self, to: JobProgress(total: steps))
    case .point(let point):
      state.finder.add(point)
      if case .running(var progress) = state.sweeping?.phase {
        progress.done += 1
        state.jobs.advance(FindJob.self, to: progress)
      }
    case .ended(let ending, let found): state.finder.end(ending, found)
    case .trying(let start): state.finder.begin(start)
    case .trial(let trial): state.finder.add(trial)
    case .tried(let rate): state.finder.take(bestOfTrials: rate)
    }
    return []
  }

  func lines(_ state: LabState) -> [String] {
    switch self {
    case .started(let sweep, let steps): ["sweeping the learning rate of \(sweep.title), \(steps) steps at most"]
    case .point: []
    case .trying(let start): ["short trainings \(start.text), each with twice or half the rate"]
    case .trial(let trial): ["trial: \(trial.text)"]
    case .tried(let rate): ["best of the trials: lr \(rate.map(Figures.rate) ?? Figures.missing)"]
    case .ended: FinderScreen.lines(state)
    }
  }
}

extension LabState {
  /// The sweep that is queued or running.
  var sweeping: Job? { jobs.last(FindJob.self) }

  mutating func startFinder(byTrial isByTrial: Bool = true) -> [Effect] {
    screen = .finder
    guard let set = data.set else { return [] }
    return [jobs.add(FindJob(recipe: recipe, data: set, options: finder.options, isByTrial: isByTrial))]
  }

  mutating func takeFoundRate() -> [Effect] {
    guard let rate = finder.cursorRate else { return [] }
    form.scale(toHighest: rate, for: network.architecture)
    say(
      "the recipe's highest rate is \(Figures.rate(rate)): \(keyName(.train)) trains with it, \(keyName(.undo)) takes it back"
    )
    return []
  }
}

extension RateTrials.Trial {
  /// `5e-2 46.0 %`.
  package var text: String { "\(Figures.rate(rate)) \(isDropped ? "dropped" : Figures.percentSign(accuracy, 1))" }
}
