import Experiments
import Files
import Lab
import Screen
import Training

/// The curve and suggestions of a sweep, as `lr-find` prints them.
struct LRFindReport {
  let curve: LRCurve
  private(set) var suggestions: LRSuggestions
  let options: LRFinderOptions
  /// The trials, and their steps as a part of the recipe's; nil: none were asked for.
  private(set) var trials: (all: [RateTrials.Trial], cost: Double)?

  init(curve: LRCurve, suggestions: LRSuggestions, options: LRFinderOptions) {
    (self.curve, self.suggestions, self.options) = (curve, suggestions, options)
  }

  /// Trains shortly at rates around the recommended one, or around the recipe's if there is none.
  mutating func addTrials(
    of run: TrainingRun, _ control: TrainingControl, _ emit: (RateTrials.Trial) -> Void
  ) throws {
    let trials = try RateTrials(run.recipe, data: run.data, pool: run.network.pool)
    guard let start = suggestions.recommended ?? run.learner.options.fits.highestRate else { return }
    var all: [RateTrials.Trial] = []
    suggestions.byTrial = try trials.run(from: start, control) { trial in
      all.append(trial)
      emit(trial)
    }
    self.trials = (all, Double(all.reduce(0) { $0 + $1.steps }) / Double(trials.stepsOfRecipe))
  }

  /// The recipe scaled to the recommended rate, if there is one.
  func scaled(_ recipe: Recipe) -> Recipe? {
    suggestions.best.map { rate in
      var recipe = recipe
      recipe.scale(toHighest: rate)
      return recipe
    }
  }

  func json(_ fits: [FitCall]?) -> JSON {
    var facts: [String: JSON] = [
      "event": "lr_find", "lr": .numbers(curve.points.map(\.learningRate)), "loss": .numbers(curve.points.map(\.loss)),
      "smoothed": .numbers(curve.points.map(\.smoothed)),
      "suggestions": [
        "valley": .figure(suggestions.valley), "steep": .figure(suggestions.steep),
        "minimum": .figure(suggestions.minimum),
      ], "recommended": .figure(suggestions.best), "stopped_early": .bool(curve.ending == .exploded),
    ]
    if let trials {
      facts["trials"] = .array(
        trials.all.map { ["lr": .number($0.rate), "accuracy": .number($0.accuracy), "dropped": .bool($0.isDropped)] })
      facts["trial_cost"] = .number(trials.cost)
    }
    if let fits { facts["fits"] = .strings(fits.map(\.shortText)) }
    return .object(facts)
  }

  func plot(title: String) -> LinePlot {
    let sweep = LRCurvePlot(curve, suggestions, options)
    return LinePlot(
      title: title, series: [LinePlot.Series("loss", sweep.points, role: .trainLoss)], x: sweep.rates,
      y: sweep.losses, marks: sweep.marks)
  }

  /// One line per batch.
  var table: String { curve.points.map { "\($0.learningRate) \($0.loss) \($0.smoothed)\n" }.joined() }

  /// A line about the trials, if there were any.
  private var trialText: String {
    guard let trials else { return "" }
    let best = suggestions.byTrial.map(Figures.rate) ?? Figures.missing
    let accuracies = trials.all.map(\.text).joined(separator: ", ")
    return "by trial \(best): \(accuracies); \(Figures.fixed(trials.cost, 1)) of a training\n"
  }

  var text: String {
    func named(_ name: LRSuggestions.Rule, _ rate: Double?) -> String {
      "\(name.rawValue) \(rate.map(Figures.rate) ?? Figures.missing)"
    }
    let absence = suggestions.byTrial == nil ? suggestions.absence : nil
    let remark = absence.map { "nothing is recommended: \($0.remark(curve.ending))\n" } ?? ""
    let rates = [
      named(.recommended, suggestions.recommended), named(.valley, suggestions.valley),
      named(.steep, suggestions.steep), named(.minimum, suggestions.minimum),
    ]
    return """
      \(remark)\(rates.joined(separator: "  "))
      \(options.text): \(curve.endingText), \(curve.points.count) batches
      \(trialText)
      """
  }
}
