import ImageData
import Training

/// What is left to do of a sweep, read from the store: a point is done when a run of its recipe is.
package struct SweepProgress: Sendable {
  /// What to do for one point; runs are called by their names.
  package enum Task: Sendable, Equatable {
    case start
    case resume(String)
    /// The run is done.
    case found(String)
    /// Another process trains the run.
    case busy(String)
  }

  /// The points and what each still needs, in the sweep's order.
  package let tasks: [(recipe: Recipe, task: Task)]

  /// Compares the points with the runs of `store` on the same images; of several runs the newest counts.
  package init(_ recipes: [Recipe], in store: RunStore, data: DataSet) throws {
    let runs = store.list().reversed().filter { $0.document?.data.fingerprint == data.fingerprint }
    tasks = try recipes.map { recipe in
      let wanted = try recipe.spelledOut(for: data)
      let matching = runs.filter { $0.document?.recipe == wanted }
      func first(_ statuses: RunListing.Status...) -> String? {
        matching.first { statuses.contains($0.status) }?.name
      }
      if let done = first(.completed, .diverged) { return (recipe, .found(done)) }
      if let live = first(.running) { return (recipe, .busy(live)) }
      return (recipe, first(.stopped, .interrupted).map(Task.resume) ?? .start)
    }
  }
}

extension Recipe {
  /// What runs have in common that differ in their seeds alone, rates that were set by hand apart.
  package var withoutSeed: Recipe {
    var recipe = self
    recipe.seed = 0
    recipe.training.learningRateChanges = []
    return recipe
  }
}
