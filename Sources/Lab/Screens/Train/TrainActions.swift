import Experiments
import Screen
import Training

extension LabState {
  /// The training that is queued or running.
  var training: Job? { jobs.last(TrainJob.self) }

  /// Whether a training or sweep can be started.
  var startAvailability: Availability {
    if training != nil { return .off("a network is being trained; x on the Train screen stops it") }
    if sweeping != nil { return .off("the LR finder is at work; x on its screen stops it") }
    if data.set == nil { return .off("no images are loaded yet") }
    if let problem = network.outline.problem { return .off(problem.text) }
    return .on
  }

  var trainingAvailability: Availability {
    guard let training else { return .off("no network is being trained") }
    return training.phase == .stopping ? .off("the training is stopping already") : .on
  }

  /// Whether there are steps left that need no decision first.
  var stepAvailability: Availability {
    guard trainingAvailability == .on, train.divergence != nil else { return trainingAvailability }
    return .off("the run has diverged: b goes on, x ends it")
  }

  /// Whether a run waits for a decision after diverging.
  var recoveryAvailability: Availability {
    trainingAvailability == .on && train.divergence != nil ? .on : .off("no run waits because it diverged")
  }

  mutating func startTraining() -> [Effect] {
    screen = .train
    guard let set = data.set else { return [] }
    let recipe = recipe
    if let notice = recipe.subsetNotice(for: set) { say(notice) }
    let sweep = finder.sweep.flatMap { $0.recipe.isOfSameNetwork(as: recipe) ? $0.wholeCurve : nil }
    return [jobs.add(TrainJob(recipe: recipe, start: .new(set, sweep)))]
  }

  mutating func resumeTraining(_ id: String, by recipe: Recipe) -> [Effect] {
    screen = .train
    return [jobs.add(TrainJob(recipe: recipe, start: .checkpoint(id, loaded: data.set)))]
  }

  func askTraining(_ request: TrainingControl.Request) -> [Effect] { training.map { [.ask($0.id, request)] } ?? [] }

  mutating func togglePause() -> [Effect] {
    if train.phase == .paused { return askTraining(train.stopsAfterEpoch ? .stopAfterEpoch : .run) }
    say("pausing after this batch …")
    return askTraining(.pause)
  }

  mutating func scaleRate(by factor: Double) -> [Effect] {
    guard let rate = train.currentRate, rate > 0 else {
      say("there is no learning rate yet")
      return []
    }
    return setRate(rate * factor)
  }

  /// Sets a manual rate from the next step on; nil: the schedule's again.
  mutating func setRate(_ rate: Double?) -> [Effect] {
    guard let training else { return [] }
    train.manualRate = rate
    say(
      rate.map { "lr \(Figures.rate($0)) from the next step on; r and enter alone: the schedule again" }
        ?? "lr by schedule again")
    return [.setRate(training.id, rate)]
  }

  mutating func askToStop() -> [Effect] {
    // A queued training has nothing to lose.
    if let training, training.phase == .queued { return stop(training) }
    overlays.append(
      .confirm(
        Confirmation(
          "Stop the training after this batch? Its weights and figures are kept.", word: "stop", then: StopTraining.now)
      ))
    return []
  }

  mutating func askToStopAfterEpoch() -> [Effect] {
    if train.stopsAfterEpoch {
      train.stopsAfterEpoch = false
      say("the training goes on to its end")
      return askTraining(.run)
    }
    overlays.append(
      .confirm(
        Confirmation("End the training when this epoch is validated?", word: "end", then: StopTraining.afterEpoch)))
    return []
  }

  /// Ends a run that waits for a decision after diverging, when nobody is left to decide.
  mutating func stopHeldTraining() -> [Effect] {
    guard train.divergence != nil, let training else { return [] }
    return stop(training)
  }

  mutating func toggleTwin() -> [Effect] {
    if train.twin != nil {
      train.twin = nil
      train.twinRecipe = nil
      say("no run lies beneath any more")
    } else {
      train.twin = train.curves
      train.twinRecipe = train.recipe
      say("this run stays beneath: change one thing on screen 2 and train again with the same seed")
    }
    return []
  }
}

/// The user has confirmed stopping.
enum StopTraining: LabMessage {
  case now, afterEpoch

  func apply(to state: inout LabState) -> [Effect] {
    guard let training = state.training else { return [] }
    switch self {
    case .now: return state.stop(training)
    case .afterEpoch:
      state.train.stopsAfterEpoch = true
      state.say("the training ends when this epoch is validated")
      return [.ask(training.id, .stopAfterEpoch)]
    }
  }
}

extension Recipe {
  /// Whether a sweep of one recipe applies to the other.
  fileprivate func isOfSameNetwork(as other: Recipe) -> Bool {
    network == other.network && widths == other.widths && data == other.data && size == other.size
  }
}
