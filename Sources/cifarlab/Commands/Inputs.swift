import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Training

/// What commands read before they begin.
enum Inputs {
  /// The data set that `--data` and `--size` ask for, with a line of progress and what was noticed on the way.
  static func data(_ arguments: Arguments, _ console: Console) throws -> DataSet {
    try data(try arguments[Options.data] ?? "auto", size: try arguments[Options.size] ?? 32, console)
  }

  /// The data set that `source` names. A signal meanwhile ends the process as an interrupted one.
  static func data(_ source: String, size: Int, _ console: Console) throws -> DataSet {
    let interruption = Interruption(ending: console)
    defer { interruption.end() }
    var pace = ProgressPace()
    let data = try DataLoader.load(DataSource.parse(source), size: size) { progress in
      guard console.showsProgress, pace.isDue() else { return }
      console.progress("\(progress.stage.rawValue) \(source): \(Figures.grouped(progress.images)) images")
    }
    console.progress("")
    if !console.isQuiet { for notice in data.notices { console.message("cifarlab: \(data.name): \(notice)") } }
    return data
  }

  /// The worker threads that `--threads` asks for, or as many as could be started, which is said.
  static func pool(threads: Int?, _ console: Console) -> WorkerPool {
    let pool = WorkerPool(threads: threads)
    if let shortage = pool.shortage { console.message("cifarlab: \(shortage)") }
    return pool
  }
}

extension Arguments {
  /// The store that `--runs` names, to write runs to.
  func store() throws(UsageError) -> RunStore { RunStore(root: try self[Options.runs] ?? "runs") }

  /// The same, to look for runs: one that was named has to be there, the usual one need not.
  func storeToRead() throws -> RunStore {
    let store = try store()
    guard has(Options.runs), FileKind(of: store.root) != .folder else { return store }
    throw FileProblem(
      path: store.root, reason: FileKind(of: store.root) == nil ? "is not there" : "is no folder",
      remedy: "name the folder that holds the runs with --runs")
  }

  /// The recipe that the options describe for a network.
  func recipe(_ network: String) throws(UsageError) -> Recipe {
    var recipe = Recipe(network: try NetworkNames.resolve(network).name)
    func set<Value>(_ path: WritableKeyPath<Recipe, Value>, _ option: Option<Value>) throws(UsageError) {
      if let value = try self[option] { recipe[keyPath: path] = value }
    }
    func setOptional<Value>(_ path: WritableKeyPath<Recipe, Value?>, _ option: Option<Value>) throws(UsageError) {
      if let value = try self[option] { recipe[keyPath: path] = value }
    }
    try setOptional(\.widths, Options.widths)
    try set(\.data, Options.data)
    try set(\.size, Options.size)
    recipe.fits = try all(Options.fit)
    try set(\.batchSize, Options.batchSize)
    try set(\.seed, Options.seed)
    try setOptional(\.subset, Options.subset)
    recipe.augments = !has(Options.noAugment)
    try set(\.padding, Options.padding)
    try set(\.statistics, Options.statistics)
    recipe.shuffles = !has(Options.noShuffle)
    try setOptional(\.dropout, Options.dropout)
    try set(\.momentum, Options.momentum)
    recipe.movingStatistics = try self[Options.batchNormStatistics] == .ema
    recipe.frozen = try self[Options.freeze] ?? []
    recipe.freezesBatchNorm = has(Options.batchNormFreeze)
    recipe.deadChannelsAreNan = try self[Options.batchNormDead] == .nan
    try setOptional(\.maxSteps, Options.maxSteps)
    try setOptional(\.initialWeights, Options.initialWeights)
    return recipe
  }
}

extension Options {
  /// What decides which images there are.
  static let dataOptions: [any AnyOption] = [data, size, threads, json, quiet]
  /// What a recipe is made of, the fit calls apart.
  static let recipeOptions: [any AnyOption] = [
    data, size, widths, batchSize, seed, subset, padding, statistics, noAugment, noShuffle, dropout, momentum,
    batchNormStatistics, batchNormDead, batchNormFreeze, freeze, initialWeights, maxSteps,
  ]
}
