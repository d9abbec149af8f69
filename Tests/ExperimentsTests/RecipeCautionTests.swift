import RunSamples
import Testing
import Training

@testable import Experiments

/// What is said of a recipe that asks for more than there is; the set has 70 images.
@Suite struct RecipeCautionTests {
  private func cautions(_ change: (inout Recipe) -> Void) throws -> [RecipeCaution] {
    var recipe = try TinyRuns.recipe("0.1, 2")
    change(&recipe)
    return recipe.cautions(for: TinyRuns.data)
  }

  @Test func aBatchBeyondTheImagesIsTheWholeSetAndTheStepsAreCounted() throws {
    let said = try cautions { $0.batchSize = 256 }
    #expect(said.map(\.field) == [.batchSize] && said.first?.used == "each step takes all 70")
    #expect(
      said.first?.text == "a batch size of 256 is more than the 70 training images: the whole run is 2 steps of all of "
        + "them; a batch size of 16 makes it 10")
    #expect(try cautions { $0.batchSize = 70 }.isEmpty)
    // The subset counts, not the set.
    #expect(
      try cautions { ($0.batchSize, $0.subset) = (64, 30) }.first?.text.contains("more than the 30 training images")
        == true)
  }

  @Test func aScheduleThatWasMadeForMoreImagesIsFewStepsHere() throws {
    let said = try cautions { ($0.batchSize, $0.fits) = (64, []) }
    #expect(
      said.map(\.text) == [
        "batches of 64 from 70 training images make the whole run 12 steps, few to learn from; a batch size of 16 "
          + "makes it 30"
      ])
    // Who types the calls, or an end, has seen the images.
    #expect(try cautions { $0.batchSize = 64 }.isEmpty)
    #expect(try cautions { ($0.batchSize, $0.fits, $0.training.maxSteps) = (64, [], 3) }.isEmpty)
  }

  @Test func aSubsetBeyondTheImagesTakesAll() throws {
    #expect(try cautions { $0.subset = 71 }.map(\.used) == ["all 70 are taken"])
    var recipe = try TinyRuns.recipe("0.1, 1")
    recipe.subset = 71
    #expect(try TinyRuns.run(recipe).learner.data.train.count == 70)
    #expect(try cautions { $0.subset = 70 }.isEmpty)
    #expect(try cautions { ($0.subset, $0.batchSize) = (5000, 256) }.map(\.field) == [.subset, .batchSize])
  }

  @Test func whereNoSmallerBatchHelpsMoreEpochsDo() throws {
    let said = try cautions { ($0.batchSize, $0.subset) = (16, 9) }
    #expect(said.first?.text.hasSuffix("the whole run is 2 steps of all of them; more epochs make it longer") == true)
  }
}
