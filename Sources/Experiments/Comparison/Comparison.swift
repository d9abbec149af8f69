import ImageData
import Kernels
import Networks
import Training

/// One line of the article's table: a network by its own schedule, over one or more seeds.
package struct ComparisonRow: Sendable, Equatable {
  package let network: String
  package let widths: [Int]
  package let parameters: Int
  /// Accuracies of the last epoch, as fractions, by seed.
  package var accuracy: Spread
  /// Training time of all epochs, by seed.
  package var seconds: Spread
  /// Seeds whose loss ceased to be finite: they are in none of the figures.
  package var diverged: [UInt64]
  /// The article's accuracy, as a fraction.
  package let published: Double?
}

/// Trains several networks by their own schedules and sets their figures side by side.
package struct Comparison: Sendable {
  /// What happens on the way.
  package enum Event: Sendable, Equatable {
    case runStarted(network: String, seed: UInt64, index: Int, of: Int)
    case training(TrainingEvent, network: String, seed: UInt64)
    case rowEnded(ComparisonRow)
  }

  /// What each run follows from, its network, widths and seed apart.
  package var base: Recipe
  package var networks: [String]
  package var seeds: [UInt64]

  /// A comparison of `networks`, or of those of the article's table, each with `seeds` seeds from the base's on.
  package init(_ base: Recipe, networks: [String] = [], seeds: Int = 1) throws(NetworkError) {
    self.base = base
    var names: [String] = []
    for name in networks { names.append(try Architectures.named(name).name) }
    self.networks = names.isEmpty ? Architectures.all.filter(\.isInComparison).map(\.name) : names
    self.seeds = (0..<UInt64(max(seeds, 1))).map { base.seed &+ $0 }
  }

  /// The recipes, network by network.
  package var recipes: [Recipe] {
    networks.flatMap { network in
      seeds.map { seed in
        var recipe = base
        recipe.network = network
        if networks.count > 1 { recipe.widths = nil }
        recipe.seed = seed
        return recipe
      }
    }
  }

  /// Trains them all; the rows that were finished when `control` asked to stop.
  package func run(
    _ data: DataSet, pool: WorkerPool, _ control: TrainingControl = TrainingControl(),
    _ emit: (Event) -> Void = { _ in }
  ) throws -> [ComparisonRow] {
    var rows: [ComparisonRow] = []
    let recipes = recipes
    for (index, recipe) in recipes.enumerated() {
      emit(.runStarted(network: recipe.network, seed: recipe.seed, index: index, of: recipes.count))
      let run = try TrainingRun(recipe, data: data, pool: pool)
      if index % seeds.count == 0 {
        rows.append(
          ComparisonRow(
            network: recipe.network, widths: run.network.widths, parameters: run.network.values.count,
            accuracy: Spread([]), seconds: Spread([]), diverged: [],
            published: run.network.architecture.publishedAccuracy))
      }
      let reason = train(run, control, &rows[rows.count - 1], emit)
      if reason == .stopped { return rows.dropLast() }
      if index % seeds.count == seeds.count - 1 { emit(.rowEnded(rows[rows.count - 1])) }
    }
    return rows
  }

  private func train(
    _ run: TrainingRun, _ control: TrainingControl, _ row: inout ComparisonRow, _ emit: (Event) -> Void
  ) -> StopReason {
    var accuracy = 0.0
    var seconds = 0.0
    let reason = run.run(control) { event in
      if case .epochEnded(let epoch) = event {
        accuracy = epoch.accuracy
        seconds += epoch.seconds
      }
      emit(.training(event, network: run.recipe.network, seed: run.recipe.seed))
    }
    switch reason {
    case .completed:
      row.accuracy = Spread(row.accuracy.values + [accuracy])
      row.seconds = Spread(row.seconds.values + [seconds])
    case .diverged: row.diverged.append(run.recipe.seed)
    case .stopped: break
    }
    return reason
  }
}
