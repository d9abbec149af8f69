import Experiments
import Foundation
import Kernels
import Training

extension Inputs {
  /// The options of commands that ask a trained network: those of a recipe matter with NET and `--init`.
  static let trainedOptions: [any AnyOption] =
    Options.recipeOptions.filter { ![Options.maxSteps.name, Options.noShuffle.name].contains($0.name) } + [
      Options.best, Options.runs, Options.threads, Options.json, Options.quiet,
    ]

  /// The network that `RUN`, or `NET` with `--init FILE`, names, with its weights, statistics and images.
  static func trained(_ arguments: Arguments, _ console: Console) throws -> TrainingRun {
    let name = try arguments.onlyOperand("RUN, or NET with --init FILE,")
    let pool = WorkerPool(threads: try arguments[Options.threads])
    guard let weights = try arguments[Options.initialWeights] else {
      return try kept(name, arguments, console, pool)
    }
    guard !arguments.has(Options.best) else {
      throw UsageError("--best chooses among the weights of a run", remedy: "leave it out with --init")
    }
    var recipe = try arguments.recipe(name)
    recipe.initialWeights = nil
    let data = try data(recipe.data, size: recipe.size, console)
    let run = try TrainingRun(recipe, data: data, pool: pool)
    try WeightsFile.load(weights, into: run.network, needsStatistics: true)
    return run
  }

  private static func kept(
    _ name: String, _ arguments: Arguments, _ console: Console, _ pool: WorkerPool
  ) throws -> TrainingRun {
    for option in Options.recipeOptions where arguments.has(option) && option.name != Options.data.name {
      throw UsageError("--\(option.name) is fixed by the run", remedy: "leave it out, or name a NET with --init FILE")
    }
    let listing = try RunStore(root: try arguments[Options.runs] ?? "runs").find(name)
    let document = try listing.readDocument()
    var recipe = document.recipe
    recipe.initialWeights = nil
    let data = try data(try arguments[Options.data] ?? recipe.data, size: recipe.size, console)
    try document.check(data)
    let run = try TrainingRun(recipe, data: data, pool: pool)
    let path = listing.weightsPath(best: arguments.has(Options.best))
    try WeightsFile.load(path, into: run.network, needsStatistics: true)
    return run
  }
}

extension RunListing {
  /// The run's document, or why there is none.
  func readDocument() throws(FileProblem) -> RunDocument {
    switch content {
    case .run(let document): return document
    case .damaged(let reason): throw FileProblem(path: folder, reason: "is damaged: \(reason)")
    case .foreign: throw FileProblem(path: folder, reason: "is no run: it has no run.json")
    }
  }
}
