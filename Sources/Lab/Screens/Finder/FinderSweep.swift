import Experiments
import Screen
import Training

/// One sweep of the learning rate: the losses over the rates, as far as it has come.
struct FinderSweep: Equatable, Sendable {
  let title: String
  /// What was swept: a run of the same network keeps the curve.
  let recipe: Recipe
  /// The rates that it was asked to go through.
  let options: LRFinderOptions
  private(set) var curve = LRCurve()
  /// What the whole curve speaks for; nil while it grows.
  private(set) var found: LRSuggestions?
  /// Where the trials begin; nil: there are none.
  private(set) var trialStart: TrialStart?
  private(set) var trials: [RateTrials.Trial] = []

  init(title: String, recipe: Recipe, options: LRFinderOptions) {
    self.title = title
    self.recipe = recipe
    self.options = options
  }

  mutating func add(_ point: LRCurve.Point) { curve.points.append(point) }

  mutating func end(_ ending: LRCurve.Ending, _ found: LRSuggestions) {
    curve.ending = ending
    self.found = found
  }

  mutating func begin(_ start: TrialStart) { trialStart = start }

  mutating func add(_ trial: RateTrials.Trial) { trials.append(trial) }

  mutating func take(bestOfTrials rate: Double?) { found?.byTrial = rate }

  /// The curve when it has ended.
  var wholeCurve: LRCurve? { found == nil ? nil : curve }
  var suggestions: [LRSuggestions.Named] { found?.named ?? [] }
  /// Why none of them is recommended.
  var remark: String? { found?.byTrial != nil ? nil : found?.absence?.remark(curve.ending) }
}

/// The rate that short trainings begin near.
struct TrialStart: Equatable, Sendable {
  let rate: Double
  /// Whether the curve speaks for it; else it is the recipe's.
  let isRecommended: Bool

  init(rate: Double, isRecommended: Bool) { (self.rate, self.isRecommended) = (rate, isRecommended) }

  /// nil: the recipe has no rate.
  init?(_ found: LRSuggestions, recipe: Double?) {
    guard let rate = found.recommended ?? recipe else { return nil }
    self.init(rate: rate, isRecommended: found.recommended != nil)
  }

  /// `from the recommended 2.12e-3 on`.
  var text: String { "from \(isRecommended ? "the recommended" : "the recipe's") \(Figures.rate(rate)) on" }
}
