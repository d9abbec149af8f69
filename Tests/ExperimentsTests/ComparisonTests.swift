import Foundation
import Kernels
import Networks
import Testing
import Training

@testable import Experiments

@Suite struct ComparisonTests {
  @Test func spreadByHand() {
    let spread = Spread([0.5, 0.7, 0.6])
    #expect(abs(spread.mean! - 0.6) < 1e-15)
    #expect(abs(spread.deviation! - 0.1) < 1e-15)
    #expect(spread.lowest == 0.5 && spread.highest == 0.7)
    #expect(Spread([1]).deviation == nil)
    #expect(Spread([]).mean == nil)
  }

  @Test func withoutNamesItRunsTheArticlesTable() throws {
    let comparison = try Comparison(Recipe(network: "ConvNet"), seeds: 2)
    #expect(comparison.networks == ["SimpleNet", "ConvNet", "ConvNet2", "ConvBnNet", "ConvBnNet2"])
    #expect(comparison.seeds == [42, 43])
    #expect(comparison.recipes.count == 10)
    #expect(throws: NetworkError.self) { try Comparison(Recipe(network: "ConvNet"), networks: ["nope"]) }
  }

  @Test func eachRowHasTheFiguresOfItsSeeds() throws {
    var base = Recipe(network: "ConvNet2")
    base.fits = [FitCall(0.05, 1)]
    base.batchSize = 32
    let comparison = try Comparison(base, networks: ["convnet2", "SimpleNet"], seeds: 2)
    var starts = 0
    let rows = try comparison.run(TinyRuns.data, pool: WorkerPool(threads: 1)) {
      if case .runStarted = $0 { starts += 1 }
    }
    #expect(starts == 4)
    #expect(rows.map(\.network) == ["ConvNet2", "SimpleNet"])
    #expect(rows[0].published == 0.5179)
    for row in rows {
      #expect(row.accuracy.values.count == 2)
      #expect(row.seconds.values.count == 2)
    }
    var alone = comparison.recipes[1]
    alone.data = "tiny"
    let run = try TinyRuns.run(alone)
    run.run()
    #expect(run.learner.evaluate().accuracy == rows[0].accuracy.values[1])
  }

  @Test func aDivergedSeedIsNamedAndCountsInNoFigure() throws {
    var base = Recipe(network: "SimpleNet")
    base.fits = [FitCall(1e30, 1)]
    base.batchSize = 32
    let rows = try Comparison(base, networks: ["SimpleNet"]).run(TinyRuns.data, pool: WorkerPool(threads: 1))
    #expect(rows[0].diverged == [42])
    #expect(rows[0].accuracy.mean == nil)
  }
}

@Suite struct SweepTests {
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

  @Test func aSweepGoesOnWhereTheStoreSaysItIs() throws {
    try TinyRuns.inFolder { here in
      var sweep = Sweep()
      sweep.seeds = [1, 2, 3]
      let recipes = try sweep.grid(base)
      func tasks() throws -> [SweepProgress.Task] {
        try SweepProgress(recipes, in: here.store, data: TinyRuns.data).tasks.map(\.task)
      }
      #expect(try tasks() == [.start, .start, .start])
      let first = try TinyRuns.run(recipes[0])
      let firstRecorder = here.recorder(first)
      first.run(recorder: firstRecorder)
      let second = try TinyRuns.run(recipes[1])
      let secondRecorder = here.recorder(second)
      let control = TrainingControl()
      control.request = .stopAfterEpoch
      second.run(control, recorder: secondRecorder)
      #expect(try tasks() == [.skip(firstRecorder.name!), .resume(secondRecorder.name!), .start])
      let table = SweepRow.table(here.store.list().compactMap(\.document))
      #expect(table.count == 1)
      #expect(table[0].accuracy.values.count == 1)
    }
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
