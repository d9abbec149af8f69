import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Screen
import Training

/// What commands read before they begin.
enum Inputs {
  /// The data set that `--data` and `--size` ask for, with a line of progress and what was noticed on the way.
  static func data(_ arguments: Arguments, _ console: Console) throws -> DataSet {
    let recipe = try arguments.settings()
    return try data(recipe.data, size: recipe.size, console)
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

  /// The data set of a recipe, and what is to be noticed about its subset.
  static func data(of recipe: Recipe, _ console: Console) throws -> DataSet {
    let data = try data(recipe.data, size: recipe.size, console)
    if !console.isQuiet, let notice = recipe.subsetNotice(for: data) { console.message("cifarlab: \(notice)") }
    return data
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
    var recipe = try settings()
    recipe.network = try NetworkNames.resolve(network).name
    return recipe
  }

  /// What the options say of a recipe, whatever the network.
  func settings() throws(UsageError) -> Recipe {
    var recipe = Recipe(network: "")
    for field in RecipeCommand.train { try take(field, into: &recipe) }
    return recipe
  }
}

extension Options {
  /// What decides which images there are.
  static let dataOptions: [any AnyOption] = [data, size, threads, json, quiet]
  /// What a recipe is made of, the fit calls apart.
  static let recipeOptions = of(RecipeField.options)

  static func of(_ fields: [RecipeField]) -> [any AnyOption] { fields.map { Option($0) { _ in } } }
}
