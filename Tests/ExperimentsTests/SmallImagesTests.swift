import Kernels
import RunSamples
import Testing
import Training

@testable import Experiments

/// Recipes that train on smaller images first.
@Suite struct SmallImagesTests {
  private func recipe(_ sizes: String?) throws -> Recipe {
    var recipe = try TinyRuns.recipe("0.1, 3")
    recipe.size = TinyRuns.data.size
    recipe.training.sizes = sizes.flatMap(ImageSizes.init)
    return recipe
  }

  @Test func `sizes that the network cannot take are refused by their option`() throws {
    let large = #expect(throws: RecipeConflict.self) { try TinyRuns.run(recipe("8@0,40@1")) }
    #expect(large?.problem.contains("--sizes asks for images of 40 pixels, which are read at 16") == true)
    var flat = try recipe("8@0,16@1")
    flat.network = "SimpleNet"
    flat.widths = nil
    let other = #expect(throws: RecipeConflict.self) { try TinyRuns.run(flat) }
    #expect(other?.problem.contains("--sizes asks for images of 8 pixels, which the network cannot take: ") == true)
    #expect(other?.remedy?.contains("leave --sizes out") == true)
  }

  @Test func `memory counts the network for each size`() throws {
    let image = MapShape(3, 16, 16)
    func bytes(_ sizes: String?) throws -> Int {
      let recipe = try recipe(sizes)
      return try recipe.memory(image: image, classes: 4).bytes(recipe.training)
    }
    let (plain, one, two) = (try bytes(nil), try bytes("8@0,16@1"), try bytes("8@0,12@1,8@2"))
    #expect(try bytes("16@0") == plain)
    #expect(plain < one && one < two)
  }

  @Test func `FLOP are those of the size that an epoch had`() throws {
    func points(_ sizes: String?, steps: Int = 1_000) throws -> [Double] {
      let run = try TinyRuns.run(recipe(sizes))
      var epochs: [EpochRow] = []
      run.run { if case .epochEnded(let record) = $0 { epochs.append(EpochRow(record)) } }
      var document = try RunDocument(run, created: .now)
      document.result.steps = steps
      return AccuracyOverTime.points(document, epochs).map(\.flop)
    }
    let (whole, small, staged) = (try points(nil), try points("8@0"), try points("8@0,16@2"))
    #expect(small[0] > 0 && small[0] < whole[0])
    #expect(staged == [small[0], small[1], small[1] + whole[0]])
    // Cut off in the first epoch of whole images.
    let batches = try TinyRuns.run(recipe(nil)).learner.batches
    let cut = try points("8@0,16@2", steps: 2 * batches + 1)[2]
    #expect(cut > staged[1] && cut < staged[2])
  }
}
