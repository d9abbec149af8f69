import ImageData
import Training

/// What is left to do of a sweep, read from the store: a point is done when a run of its recipe is.
package struct SweepProgress: Sendable {
  /// What to do for one point.
  package enum Task: Sendable, Equatable {
    case start
    /// The name of the run to go on with.
    case resume(String)
    /// The name of the run that is done, or that another process is busy with.
    case skip(String)
  }

  /// The points and what each still needs, in the sweep's order.
  package let tasks: [(recipe: Recipe, task: Task)]

  /// Compares the points with the runs of `store` on the same images.
  package init(_ recipes: [Recipe], in store: RunStore, data: DataSet) throws {
    let listings = store.list().filter { $0.document?.data.fingerprint == data.fingerprint }
    tasks = try recipes.map { recipe in
      let wanted = try recipe.spelledOut(for: data)
      let matching = listings.filter { $0.document?.recipe.repeats(wanted) == true }
      func first(_ isWanted: (RunListing) -> Bool) -> String? { matching.first(where: isWanted)?.name }
      let done = first { !$0.isLive && [.completed, .diverged].contains($0.document?.status) } ?? first(\.isLive)
      if let done { return (recipe, .skip(done)) }
      return (recipe, first { _ in true }.map(Task.resume) ?? .start)
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

  /// Whether it is the same run, rates that were set by hand apart.
  func repeats(_ other: Recipe) -> Bool {
    var recipe = self
    recipe.training.learningRateChanges = other.training.learningRateChanges
    return recipe == other
  }
}
