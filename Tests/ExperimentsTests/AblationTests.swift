import Testing
import Training

@testable import Experiments

/// The recipe without each ingredient, or a plain one with each.
@Suite struct AblationTests {
  private func recipe() throws -> Recipe {
    var recipe = Recipe(network: "ConvBnNet")
    recipe.fits = [try FitCall(parsing: "0.1, 4, triangle=0.2/0.1/0.01"), try FitCall(parsing: "0.05, 2, cycle_len=1")]
    recipe.training.loss.smoothing = 0.2
    recipe.training.optimizer.sgd.nesterov = true
    recipe.batchSize = 100
    recipe.subset = 500
    recipe.training.earlyStop.patience = 3
    return recipe
  }

  @Test func `each ingredient is left out once, and nothing else changes`() throws {
    let recipe = try recipe()
    let points = try Ablation(recipe, adding: false).points
    #expect(
      points.map(\.title) == [
        "all of it", "without the schedule", "without label smoothing 0.2", "without nesterov on",
      ])
    #expect(points[0].recipe == recipe)
    #expect(points[1].recipe.fits.map(\.description) == ["0.1, 4", "0.05, 2"])
    var other = recipe
    other.training.loss.smoothing = 0
    #expect(points[2].recipe == other)
    other = recipe
    other.training.optimizer.sgd.nesterov = false
    #expect(points[3].recipe == other)
  }

  @Test func `each is added to the plain recipe, which keeps images, batches and epochs`() throws {
    let recipe = try recipe()
    let points = try Ablation(recipe, adding: true).points
    #expect(points.map(\.title) == ["plain", "with the schedule", "with label smoothing 0.2", "with nesterov on"])
    var plain = Recipe(network: "ConvBnNet")
    plain.fits = try ["0.1, 4", "0.05, 2"].map { try FitCall(parsing: $0) }
    plain.batchSize = 100
    plain.subset = 500
    plain.training.earlyStop.patience = 3
    #expect(points[0].recipe == plain)
    #expect(points[1].recipe.fits == recipe.fits)
    plain.training.optimizer.sgd.nesterov = true
    #expect(points[3].recipe == plain)
  }

  @Test func `a cycle's length in epochs is that of the constant rate`() throws {
    var recipe = Recipe(network: "ConvBnNet")
    recipe.fits = [try FitCall(parsing: "0.1, 3, cycle_len=1, cycle_mult=2, wds=1e-4, freeze=conv1")]
    let fits = try Ablation(recipe, adding: false).points[1].recipe.fits
    #expect(fits.map(\.description) == ["0.1, 7, wds=0.0001, freeze=conv1"])
  }

  @Test func `all seeds of a point follow each other`() throws {
    let recipes = try Ablation(recipe(), adding: false).recipes([4, 5])
    #expect(recipes.map(\.seed) == [4, 5, 4, 5, 4, 5, 4, 5])
    #expect(recipes[2].withoutSeed == recipes[3].withoutSeed && recipes[1].withoutSeed != recipes[2].withoutSeed)
  }

  @Test func `airbench's own recipe has ingredients, since its network names them`() throws {
    let recipe = try Recipe(of: try NetworkLibrary(environment: [:]).find("airbench").architecture)
    let titles = try Ablation(recipe, adding: false).points.map(\.title)
    #expect(titles.contains("without optimizer muon") && titles.contains("without label smoothing 0.2"))
  }
}
