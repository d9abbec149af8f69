import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Screen
import Training

/// Inputs that several commands read.
enum Inputs {
  /// The data set of the options, with progress and notices.
  static func data(_ arguments: Arguments, _ console: Console) throws -> DataSet {
    let recipe = try arguments.settings()
    return try data(recipe.data, recipe.reading, console)
  }

  /// The data set that `source` names. A signal during loading ends the process as interrupted.
  static func data(
    _ source: String, _ options: ReadOptions, _ console: Console, _ environment: DataEnvironment = .current()
  ) throws -> DataSet {
    let interruption = Interruption(ending: console)
    defer { interruption.end() }
    var pace = ProgressPace()
    let data = try DataLoader.load(DataSource.parse(source), options, environment: environment) { progress in
      guard console.showsProgress, pace.isDue() else { return }
      console.progress("\(progress.stage.rawValue) \(source): \(Figures.grouped(progress.images)) images")
    }
    console.progress("")
    if !console.isQuiet { for notice in data.notices { console.message("cifarlab: \(data.name): \(notice)") } }
    return data
  }

  /// A pool of as many threads as `--threads` asks for, or fewer with a message where the system allows no more.
  static func pool(threads: Int?, _ console: Console) -> WorkerPool {
    let pool = WorkerPool(threads: threads)
    if let shortage = pool.shortage { console.message("cifarlab: \(shortage)") }
    return pool
  }

  /// The data set of a recipe, and what the recipe asks for that it cannot give.
  static func data(of recipe: Recipe, _ console: Console) throws -> DataSet {
    let data = try data(recipe.data, recipe.reading, console)
    if !console.isQuiet { for caution in recipe.cautions(for: data) { console.message("cifarlab: \(caution.text)") } }
    return data
  }
}

extension Arguments {
  /// The store of `--runs`, for writing.
  func store() throws(UsageError) -> RunStore { RunStore(root: try self[Options.runs] ?? "runs") }

  /// The store of `--runs`, for reading: the folder must exist if it was named.
  func storeToRead() throws -> RunStore {
    let store = try store()
    guard has(Options.runs), FileKind(of: store.root) != .folder else { return store }
    throw FileProblem(
      path: store.root, reason: FileKind(of: store.root) == nil ? "is not there" : "is no folder",
      remedy: "name the folder that holds the runs with --runs")
  }

  /// The recipe of a network, by its text and the options.
  func recipe(_ network: String, _ fields: [RecipeField] = RecipeCommand.train) throws -> Recipe {
    let (architecture, file) = try NetworkNames.find(network)
    var recipe = try Recipe(of: architecture)
    recipe.networkFile = file
    for field in fields { try take(field, into: &recipe) }
    recipe.initialWeights = try initialWeights()
    return recipe
  }

  /// The settings by the options, whatever the network.
  func settings(_ fields: [RecipeField] = RecipeCommand.train) throws -> Recipe {
    var recipe = Recipe(network: "")
    for field in fields { try take(field, into: &recipe) }
    recipe.initialWeights = try initialWeights()
    return recipe
  }
}

extension Options {
  /// Options that determine the images, except their place.
  static let imageOptions = of(RecipeCommand.images)
  /// Options of a recipe, except the fit calls.
  static let recipeOptions = of(RecipeField.options)

  static func of(_ fields: [RecipeField]) -> [any AnyOption] { fields.map { Option($0) { _ in } } }
}
