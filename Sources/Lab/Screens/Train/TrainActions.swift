import Experiments
import Screen
import Training

extension LabState {
  /// The training that is queued or running.
  var training: Job? { jobs.last(TrainJob.self) }

  /// Whether a sweep can begin, or what else takes the cores.
  var startAvailability: Availability { availability(isFinderAtWork: sweeping != nil) }

  /// Whether a training can begin, which ends trials of rates.
  var trainAvailability: Availability { availability(isFinderAtWork: sweeping != nil && trials == nil) }

  /// Short trainings at a few rates, while these go on.
  private var trials: Job? { finder.sweep?.trialStart == nil ? nil : sweeping }

  private func availability(isFinderAtWork: Bool) -> Availability {
    if training != nil { return .off("a network is being trained; \(keyName(.stop)) on the Train screen stops it") }
    if isFinderAtWork { return .off(finderIsAtWork) }
    if data.set == nil { return .off("no images are loaded yet") }
    if let problem = network.outline.problem { return .off(problem.text) }
    return .on
  }

  /// Why nothing else that takes the cores can begin during a sweep.
  var finderIsAtWork: String { "the LR finder is at work; \(keyName(.stop)) on its screen stops it" }

  /// How a network is trained from any screen.
  var wayToTrain: String { "\(keyName(.train)) on screen \(keyName(of: .network))" }

  var trainingAvailability: Availability {
    guard let training else { return .off("no network is being trained") }
    return training.phase == .stopping ? .off("the training is stopping already") : .on
  }

  /// Whether there are steps left that need no decision first.
  var stepAvailability: Availability {
    guard trainingAvailability == .on, train.divergence != nil else { return trainingAvailability }
    return .off("the run has diverged: \(keyName(.resume)) goes on, \(keyName(.stop)) ends it")
  }

  /// Whether a run waits for a decision after diverging.
  var recoveryAvailability: Availability {
    trainingAvailability == .on && train.divergence != nil ? .on : .off("no run waits because it diverged")
  }

  mutating func startTraining() -> [Effect] {
    screen = .train
    guard let set = data.set else { return [] }
    let recipe = recipe
    if !cautions.isEmpty { say(cautions.map(\.text).joined(separator: " · "), .warning) }
    let sweep = finder.sweep.flatMap { $0.recipe.isOfSameNetwork(as: recipe) ? $0.wholeCurve : nil }
    // Who trains has chosen a rate, and waits for trials of others no more.
    return (trials.map { stop($0) } ?? []) + [jobs.add(TrainJob(recipe: recipe, start: .new(set, sweep)))]
  }

  mutating func resumeTraining(_ id: String, by recipe: Recipe) -> [Effect] {
    screen = .train
    return [jobs.add(TrainJob(recipe: recipe, start: .checkpoint(id, loaded: data.set)))]
  }

  func askTraining(_ request: TrainingControl.Request) -> [Effect] { training.map { [.ask($0.id, request)] } ?? [] }

  mutating func togglePause() -> [Effect] {
    if train.phase == .paused { return askTraining(train.stopsAfterEpoch ? .stopAfterEpoch : .run) }
    say("pausing after this batch …") { $0.train.phase == .running }
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
      rate.map {
        "lr \(Figures.rate($0)) from the next step on; \(keyName(.set)) and \(keyName(.accept)) alone: the schedule again"
      }
        ?? "lr by schedule again"
    ) { $0.train.isUnderWay && $0.train.manualRate == rate }
    return [.setRate(training.id, rate)]
  }

  mutating func askToStop() -> [Effect] {
    // A queued training has nothing to lose.
    if let training, training.phase == .queued { return stop(training) }
    overlays.append(
      .question(
        Question(
          "Stop the training after this batch? Nothing is lost: \(keyName(.resume)) goes on from there, to the bit.",
          yes: "stop",
          then: StopTraining())))
    return []
  }

  /// Requests the end of the training after the validation of its epoch, or withdraws that.
  mutating func toggleStopAfterEpoch() -> [Effect] {
    train.stopsAfterEpoch.toggle()
    let stops = train.stopsAfterEpoch
    let again = keyName(.endAfterEpoch)
    say(
      stops
        ? "the training ends when this epoch is validated; \(again): after all not" : "the training goes on to its end"
    ) {
      $0.train.isUnderWay && $0.train.stopsAfterEpoch == stops
    }
    return askTraining(stops ? .stopAfterEpoch : .run)
  }

  /// Whether the run of the Train screen can be resumed.
  var resumeShownAvailability: Availability {
    if training != nil { return .off("a network is being trained") }
    if sweeping != nil { return .off(finderIsAtWork) }
    guard train.phase == .ended(.stopped) else {
      return .off("only a stopped run goes on; \(keyName(.train)) trains anew")
    }
    return train.folder == nil ? .off("this run was not kept: there is nothing to go on from") : .on
  }

  mutating func resumeShownRun() -> [Effect] {
    guard let id = train.folder, let recipe = train.recipe else { return [] }
    return resumeTraining(id, by: recipe)
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
      say(
        "this run stays beneath: change one thing on screen \(keyName(of: .network)) and train again with the same seed"
      )
    }
    return []
  }
}

/// The user has confirmed stopping.
struct StopTraining: LabMessage {
  func apply(to state: inout LabState) -> [Effect] { state.training.map { state.stop($0) } ?? [] }
}

extension Recipe {
  /// Whether a sweep of one recipe applies to the other.
  fileprivate func isOfSameNetwork(as other: Recipe) -> Bool {
    network == other.network && widths == other.widths && data == other.data && size == other.size
  }
}
