import ImageData
import Training

/// What remains of a sweep, according to the store: a point is done if a run of its recipe is completed.
package struct SweepProgress: Sendable {
  /// What to do for a point. Runs are given by name.
  package enum Task: Sendable, Equatable {
    case start
    case resume(String)
    /// A completed run exists.
    case found(String)
    /// Another process is training it.
    case busy(String)
  }

  /// In the sweep's order.
  package let tasks: [(recipe: Recipe, task: Task)]

  /// Looks for runs of the points on the same images; of several the newest counts.
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
  /// The recipe without seed and manual rates, equal for runs that differ in their seeds alone.
  package var withoutSeed: Recipe {
    var recipe = self
    recipe.seed = 0
    recipe.training.learningRateChanges = []
    return recipe
  }
}
