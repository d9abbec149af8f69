import Experiments
import Training

extension LabState {
  /// The recipe of the latest run, as far as it can be read.
  var lastRecipe: Recipe? { runs.rows.filter { $0.recipe != nil }.max { $0.id < $1.id }?.recipe }

  mutating func take(_ event: TrainingEvent) {
    train.take(event)
    switch event {
    case .warning(let text): say(text, .warning)
    case .stopped(.completed): say("trained: accuracy \(Figures.percent(train.curves.epochs.last?.accuracy)) %")
    case .stopped(.stopped): say("stopped at step \(train.curves.steps)")
    case .held(let divergence):
      let place = "step \(divergence.step) with lr \(Figures.rate(divergence.learningRate))"
      say("diverged at \(place): the run waits, see screen 4", .warning)
    case .recovered(let divergence):
      say("goes on from \(divergence.startTitle) with a tenth of the lr")
    case .stopped(.diverged(let step, let rate)):
      say("ended: diverged at step \(step) with lr \(Figures.rate(rate))", .warning)
    default: break
    }
  }

  mutating func startTraining() -> [Effect] {
    screen = .train
    train.prepare(recipe)
    return [.train(recipe)]
  }

  mutating func trainingClosed() -> [Effect] {
    if let closing { return [.quit(closing)] }
    return [.listRuns]
  }

  mutating func togglePause() -> [Effect] {
    switch train.phase {
    case .paused: return [.ask(train.stopsAfterEpoch ? .stopAfterEpoch : .run)]
    default:
      say("pausing after this batch …")
      return [.ask(.pause)]
    }
  }

  mutating func singleStep() -> [Effect] { [.ask(.step)] }

  mutating func scaleRate(by factor: Double) -> [Effect] {
    guard let rate = train.currentRate, rate > 0 else {
      say("there is no learning rate yet")
      return []
    }
    return setRate(rate * factor)
  }

  /// A rate that replaces the schedule's from the next step on; nil: the schedule's again.
  mutating func setRate(_ rate: Double?) -> [Effect] {
    guard train.isActive else { return [] }
    train.manualRate = rate
    say(
      rate.map { "lr \(Figures.rate($0)) from the next step on; r and enter alone: the schedule again" }
        ?? "lr by schedule again")
    return [.setRate(rate)]
  }

  mutating func askToStop() -> [Effect] {
    overlays.append(
      .confirm(
        Confirmation(.stop, "Stop the training after this batch? Its weights and figures are kept.", word: "stop")))
    return []
  }

  mutating func askToStopAfterEpoch() -> [Effect] {
    if train.stopsAfterEpoch {
      train.stopsAfterEpoch = false
      say("the training goes on to its end")
      return [.ask(.run)]
    }
    overlays.append(
      .confirm(Confirmation(.stopAfterEpoch, "End the training when this epoch is validated?", word: "end")))
    return []
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

  /// Whether a run waits because it diverged.
  var recoveryAvailability: Availability {
    train.divergence == nil ? .off("no run waits because it diverged") : .on
  }

  mutating func startFinder() -> [Effect] {
    screen = .finder
    return [
      .find(
        FinderRequest(
          recipe: recipe, startRate: finder.startRate, endRate: finder.endRate, isLinear: finder.isLinear))
    ]
  }

  mutating func takeFoundRate() -> [Effect] {
    guard let rate = finder.cursorRate else { return [] }
    let two = Double(Figures.rate(rate)) ?? rate
    form.take(rate: two, for: network.architecture)
    say("lr \(Figures.rate(two)) is in the recipe: t trains with it")
    return []
  }

  mutating func measure() -> [Effect] {
    network.isMeasuring = true
    return [.measure(recipe)]
  }

  mutating func editRecipeField() -> [Effect] {
    let field = form.selected
    if field.choices.isEmpty {
      let text =
        field == .fits
        ? form.fits(for: network.architecture).map(RecipeForm.short).joined(separator: " ; ") : form.text(field)
      editing = FieldEdit(.recipe(field), text)
    } else {
      form.choose(field, by: 1)
    }
    return []
  }
}
