import Foundation
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct SweepTests {
  @Test func spreadByHand() {
    let spread = Spread([0.5, 0.7, 0.6])
    #expect(abs(spread.mean! - 0.6) < 1e-15)
    #expect(abs(spread.deviation! - 0.1) < 1e-15)
    #expect(spread.lowest == 0.5 && spread.highest == 0.7)
    #expect(Spread([1]).deviation == nil)
    #expect(Spread([]).mean == nil)
  }

  private var base: Recipe {
    get throws {
      var base = try TinyRuns.recipe("0.03, 1", "0.1, 1, cycle_len=1")
      base.data = "tiny"
      return base
    }
  }

  @Test func theGridHasEveryCombinationAndKeepsTheProportionOfRates() throws {
    var sweep = Sweep()
    sweep.rates = [0.1, 1]
    sweep.widths = [[4, 5], [4, 6]]
    sweep.seeds = [1, 2, 3]
    let recipes = try sweep.grid(base)
    #expect(recipes.count == 12)
    #expect(Set(recipes).count == 12)
    #expect(recipes[0].fits == (try base.fits))
    #expect(abs(recipes[3].fits[0].learningRate - 0.3) < 1e-15)
    #expect(recipes[3].fits[1].learningRate == 1)
    #expect(try Sweep().grid(base) == [base])
  }

  @Test func randomPointsFollowFromTheSeedAndStayWithinTheRange() throws {
    var sweep = Sweep()
    sweep.rates = [0.001, 1]
    sweep.seeds = [1, 2]
    let recipes = try sweep.random(base, count: 50, seed: 9)
    #expect(recipes.count == 100)
    #expect(recipes == (try sweep.random(base, count: 50, seed: 9)))
    let rates = recipes.map { $0.fits[1].learningRate }
    #expect(rates.allSatisfy { (0.001...1).contains($0) })
    #expect(rates.count { $0 < 0.03 } > 20)
    #expect(rates.allSatisfy { Double(String(format: "%.2e", $0)) == $0 })
  }

  @Test func withoutNamesAComparisonIsTheArticlesTable() throws {
    let base = Recipe(network: "Resnet")
    let recipes = try Sweep.comparison(Sweep.articlesTable(base), seeds: Sweep.seeds(2, from: 42)).grid(base)
    #expect(
      recipes.map(\.network)
        == ["SimpleNet", "ConvNet", "ConvNet2", "ConvBnNet", "ConvBnNet2"].flatMap { [$0, $0] })
    #expect(recipes.map(\.seed) == Array(repeating: [42, 43], count: 5).flatMap(\.self))
    #expect(recipes.allSatisfy { $0.fits.isEmpty && $0.widths == nil })
    #expect(Sweep.seeds(2, from: .max) == [.max, 0])
  }

  @Test func theCommandLineSaysAllThatIsNotTheDefault() throws {
    #expect(Recipe(network: "ConvNet").commandLine() == "cifarlab train ConvNet --seed 42")
    var recipe = try TinyRuns.recipe("0.1, 2")
    recipe.data = "it's here"
    recipe.training.augmentation.isOn = false
    #expect(
      recipe.commandLine(extra: ["--runs", "r"])
        == "cifarlab train ConvBnNet --data 'it'\\''s here' --widths 4,5,6 --batch-size 32 --seed 7 --no-augment "
        + "--fit '0.1, 2' --runs r")
  }

  @Test func twoRecipesDifferWhereTheirFactsDo() throws {
    var other = try base
    other.seed = 8
    other.fits = [FitCall(0.1, 2)]
    let differing = zip(try base.facts, other.facts).filter { $0 != $1 }
    #expect(differing.map(\.0.name) == ["fits", "seed"])
    #expect(differing[1].0.value == "7" && differing[1].1.value == "8")
    // Defaults and what they stand for are the same.
    var bare = Recipe(network: "ConvNet")
    let named = bare.facts
    bare.widths = [3, 20, 40, 80]
    bare.fits = try bare.schedule()
    #expect(bare.facts == named)
  }
}
