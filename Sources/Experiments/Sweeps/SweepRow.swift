import Training

/// The runs of one point of a sweep, which differ in their seeds alone.
package struct SweepRow: Sendable, Equatable {
  package let recipe: Recipe
  package let parameters: Int
  /// Of the last epoch, as fractions, in the order of the runs.
  package let accuracy: Spread
  package let loss: Spread
  /// What the mean over several views of each image gives; of no run where the recipe asks for none.
  package let augmented: Spread
  /// Training time of all epochs.
  package let seconds: Spread
  /// Seeds whose runs diverged; they count in none of the figures.
  package let diverged: [UInt64]

  /// The figures of these, of which there is at least one.
  package init(_ documents: [RunDocument]) {
    let done = documents.filter { $0.status == .completed }
    recipe = documents[0].recipe
    parameters = documents[0].parameters
    accuracy = Spread(done.compactMap(\.result.accuracy))
    loss = Spread(done.compactMap(\.result.validLoss))
    augmented = Spread(done.compactMap(\.result.augmented?.accuracy))
    seconds = Spread(done.map(\.result.seconds))
    diverged = documents.filter { $0.status == .diverged }.map(\.recipe.seed)
  }

  /// Rows by merit; points without a completed run come last.
  package static func table(_ documents: [RunDocument]) -> [SweepRow] {
    let points = Dictionary(grouping: documents, by: \.recipe.withoutSeed)
    return points.values.map(SweepRow.init).sorted { left, right in
      left.merit != right.merit ? left.merit > right.merit : left.name < right.name
    }
  }

  private var merit: Merit { Merit(accuracy: accuracy.mean ?? -1, validLoss: loss.mean ?? .infinity) }
  private var name: String { "\(recipe.network) \(recipe.fits)" }
}
