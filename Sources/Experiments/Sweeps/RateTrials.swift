import Foundation
import ImageData
import Kernels
import Training

/// Finds a learning rate by short trainings: it doubles the rate as long as the accuracy does not fall, else halves it as
/// long as the accuracy rises.
package struct RateTrials {
  /// One short training.
  package struct Trial: Sendable, Equatable {
    package let rate: Double
    /// Validation accuracy at its end; 0 after a divergence or if it was dropped.
    package let accuracy: Double
    /// Given up after an epoch in which it was far behind the best one.
    package let isDropped: Bool
    package let steps: Int

    package init(rate: Double, accuracy: Double, isDropped: Bool, steps: Int) {
      (self.rate, self.accuracy, self.isDropped, self.steps) = (rate, accuracy, isDropped, steps)
    }
  }

  /// Steps of a trial; a shorter recipe is trained whole.
  package static let steps = 250
  /// A trial is dropped below this part of the accuracy that the best one had after the same epoch.
  private static let weak = 0.5
  /// Accuracies that differ by no more count as the same.
  private static let tie = 0.01
  /// Doublings or halvings at most.
  private static let mostMoves = 6

  /// The recipe on so few images that it has about `steps` steps.
  private let recipe: Recipe
  private let fits: [FitCall]
  private let data: DataSet
  private let pool: WorkerPool
  /// Steps of the whole recipe.
  package let stepsOfRecipe: Int

  package init(_ recipe: Recipe, data: DataSet, pool: WorkerPool) throws {
    let images = recipe.subset.map { min($0, data.train.count) } ?? data.train.count
    fits = try recipe.schedule()
    stepsOfRecipe = RunSchedule(try recipe.learnerOptions(), images: images).steps
    var short = recipe
    short.training.learningRateChanges = []
    short.training.recoveries = []
    if stepsOfRecipe > Self.steps { short.subset = max(1, images * Self.steps / stepsOfRecipe) }
    self.recipe = short
    self.data = data
    self.pool = pool
  }

  /// The rate of the best trial, starting near `start`; nil: `control` asked to stop, or every trial diverged.
  package func run(
    from start: Double, _ control: TrainingControl = TrainingControl(), _ emit: (Trial) -> Void = { _ in }
  ) throws -> Double? {
    let first = Self.nearest(start)
    var best = try train(first, against: [], control)
    var trials = [best.trial]
    guard control.request != .stop else { return nil }
    emit(best.trial)
    for (factor, loss) in [(2.0, Self.tie), (0.5, 0)] {
      for move in 1...Self.mostMoves {
        let next = try train(first * pow(factor, Double(move)), against: best.accuracies, control)
        guard control.request != .stop else { return nil }
        trials.append(next.trial)
        emit(next.trial)
        let isBetter = next.trial.accuracy > best.trial.accuracy
        guard next.trial.accuracy > 0, isBetter || next.trial.accuracy > best.trial.accuracy - loss else { break }
        if isBetter { best = next }
      }
      if best.trial.rate > first * 1.5 { break }
    }
    return best.trial.accuracy > 0 ? Self.highest(of: trials) : nil
  }

  /// The highest rate as accurate as the best one but for a tie: what is shortened favours low rates.
  static func highest(of trials: [Trial]) -> Double? {
    let best = trials.map(\.accuracy).max() ?? 0
    return trials.filter { $0.accuracy >= best - tie }.map(\.rate).max()
  }

  /// The nearest rate that is 0.1 doubled or halved.
  static func nearest(_ rate: Double) -> Double { 0.1 * pow(2, log2(rate / 0.1).rounded()) }

  /// Trains at a rate until it is done or far behind `best`, the accuracies of the best trial by epoch.
  private func train(
    _ exactRate: Double, against best: [Double], _ control: TrainingControl
  ) throws -> (trial: Trial, accuracies: [Double]) {
    let rate = exactRate.rounded(toDigits: 3)
    var recipe = recipe
    recipe.fits = fits
    recipe.scale(toHighest: rate)
    let run = try TrainingRun(recipe, data: data, pool: pool)
    let own = TrainingControl()
    var accuracies: [Double] = []
    var isDropped = false
    let reason = run.learner.run(own) { event in
      if control.request == .stop { own.request = .stop }
      guard case .epochEnded(let epoch) = event else { return }
      accuracies.append(epoch.accuracy.isFinite ? epoch.accuracy : 0)
      if best.indices.contains(accuracies.count - 1), accuracies.count < run.learner.totalEpochs,
        epoch.accuracy < Self.weak * best[accuracies.count - 1]
      {
        isDropped = true
        own.request = .stop
      }
    }
    var accuracy = accuracies.last ?? 0
    if case .diverged = reason { accuracy = 0 }
    let trial = Trial(
      rate: rate, accuracy: isDropped ? 0 : accuracy, isDropped: isDropped,
      steps: run.learner.position.step)
    return (trial, accuracies)
  }
}
