import Experiments
import Files
import Foundation
import Kernels
import Networks
import Training

extension Inputs {
  /// Options of commands that take a trained network; recipe options apply to NET with `--init`.
  static let trainedOptions: [any AnyOption] =
    Options.of(RecipeCommand.trained) + [
      Options.best, Options.runs, Options.threads, Options.json, Options.quiet,
    ]

  /// The trained network of `RUN`, or of `NET` with `--init FILE`, with its images.
  static func trained(_ arguments: Arguments, _ console: Console) throws -> TrainingRun {
    let name = try arguments.onlyOperand("RUN, or NET with --init FILE,")
    let pool = pool(threads: try arguments[Options.threads], console)
    guard let weights = try arguments.initialWeights() else {
      guard !NetworkNames.isNetwork(name) else {
        throw UsageError("\(name) is a network without weights", remedy: "name them with --init FILE, or name a run")
      }
      return try kept(name, arguments, console, pool)
    }
    guard !arguments.has(Options.best) else {
      throw UsageError("--best chooses among the weights of a run", remedy: "leave it out with --init")
    }
    var recipe = try arguments.recipe(name, RecipeCommand.trained)
    recipe.initialWeights = nil
    let statistics = try arguments[Options.batchStatistics]
    if statistics == nil, let own = WeightsFile.batchStatistics(weights) { recipe.options.statistics = own }
    let data = try data(recipe.data, recipe.reading, console)
    let run = try TrainingRun(recipe, data: data, pool: pool, needsStatistics: true)
    if statistics != nil { try run.network.checkKnowsTwoStatistics() }
    let notices = try WeightsFile.load(weights, into: run.network, needsStatistics: true)
    if !console.isQuiet { for notice in notices { console.message("cifarlab: \(notice)") } }
    return run
  }

  /// The network that `name`, a run or a model's file, stands for. Only a run whose weights say nothing of their network,
  /// since an earlier version wrote them, needs its images again.
  static func model(_ name: String, _ arguments: Arguments, _ console: Console) throws -> Model {
    let pool = pool(threads: try arguments[Options.threads], console)
    let statistics = try arguments[Options.batchStatistics]
    if case .regular? = FileKind(of: name) {
      guard !arguments.has(Options.best) else {
        throw UsageError("--best chooses among the weights of a run", remedy: "leave it out with a model's file")
      }
      guard let model = try Model(weights: name, statistics: statistics, pool: pool) else {
        throw FileProblem(
          path: name, reason: "holds weights, but not which network they belong to",
          remedy: "`cifarlab runs export RUN` writes models; bare weights are evaluated with NET --init FILE")
      }
      return model
    }
    let listing = try arguments.storeToRead().find(try arguments.run(name))
    let weights = listing.weightsPath(best: arguments.has(Options.best))
    guard FileKind(of: weights) != nil, let model = try Model(weights: weights, statistics: statistics, pool: pool)
    else {
      return try kept(name, arguments, console, pool).model()
    }
    return model
  }

  private static func kept(
    _ name: String, _ arguments: Arguments, _ console: Console, _ pool: WorkerPool
  ) throws -> TrainingRun {
    let free = [Options.data.name, Options.batchStatistics.name]
    for option in Options.of(RecipeCommand.trained) where arguments.has(option) && !free.contains(option.name) {
      throw UsageError("--\(option.name) is fixed by the run", remedy: "leave it out, or name a NET with --init FILE")
    }
    let source = try arguments[Options.data]
    return try arguments.storeToRead().openTrained(
      try arguments.run(name), best: arguments.has(Options.best), statistics: try arguments[Options.batchStatistics],
      pool: pool
    ) { recipe in try data(source ?? recipe.data, recipe.reading, console) }
  }
}
