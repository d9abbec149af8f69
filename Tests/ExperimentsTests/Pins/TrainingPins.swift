import Pinning
import RunSamples
import Testing

/// The same recipe gives the same bits as in an earlier revision, whatever becomes of what computes them.
@Suite struct TrainingPins {
  @Test(arguments: PinnedRecipe.all, [1, 2])
  func aRecipeGivesTheRecordedLossesAndWeights(_ recipe: PinnedRecipe, threads: Int) throws {
    try TinyRuns.inFolder { here in
      let digests = try recipe.run(threads: threads, here).digests()
      let recorded = try PinnedRecipe.digests.digest(recipe.name, now: digests)
      #expect(digests == recorded)
    }
  }

  @Test(arguments: ["ConvNet in batches of five", "Resnet2 in batches of five"])
  func aSweepOverRatesGivesTheRecordedLossesAndChangesNothing(name: String) throws {
    try TinyRuns.inFolder { here in
      let run = try PinnedRecipe.named(name).run(threads: 2, here)
      let before = run.network.digest
      let curve = run.finder().run()
      var digest = Digest()
      for point in curve.points {
        digest.add(point.learningRate)
        digest.add(point.loss)
        digest.add(point.smoothed)
      }
      let found = "\(curve.points.count) losses \(digest.text), stopped early: \(curve.ending == .exploded)"
      let recorded = try PinnedRecipe.digests.digest("sweep of \(name)", now: found)
      #expect(found == recorded)
      #expect(run.network.digest == before)
    }
  }

  @Test func theRecipesAreThere() { #expect(PinnedRecipe.all.count == 43) }
}
