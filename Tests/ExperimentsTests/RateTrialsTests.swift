import ImageData
import Kernels
import Testing
import Training

@testable import Experiments

@Suite struct RateTrialsTests {
  private func trials(_ fits: String, train: Int = 320) throws -> RateTrials {
    var recipe = Recipe(network: "SimpleNet")
    recipe.widths = [768, 8, 10]
    recipe.size = 16
    recipe.batchSize = 16
    recipe.fits = [try FitCall(parsing: fits)]
    let data = ShapesSet.make(size: 16, train: train, valid: 100)
    return try RateTrials(recipe, data: data, pool: WorkerPool(threads: 1))
  }

  @Test func theBestTrialWinsAndNeighboursAreTwiceOrHalfTheRate() throws {
    var all: [RateTrials.Trial] = []
    let best = try trials("0.1, 2").run(from: 0.03) { all.append($0) }
    #expect(all.first?.rate == 0.025)
    #expect(best == RateTrials.highest(of: all))
    #expect(all.count > 1 && all.allSatisfy { abs(RateTrials.nearest($0.rate) / $0.rate - 1) < 0.01 })
  }

  @Test func ofTrialsAsAccurateTheHighestRateWins() {
    func trial(_ rate: Double, _ accuracy: Double) -> RateTrials.Trial {
      RateTrials.Trial(rate: rate, accuracy: accuracy, isDropped: false, steps: 1)
    }
    #expect(RateTrials.highest(of: [trial(0.1, 0.515), trial(0.2, 0.514), trial(0.4, 0.48)]) == 0.2)
    #expect(RateTrials.highest(of: [trial(0.1, 0.6), trial(0.2, 0.55)]) == 0.1)
  }

  @Test func ratesAtWhichEveryTrialDivergesFindNothing() throws {
    var all: [RateTrials.Trial] = []
    #expect(try trials("0.1, 1").run(from: 1e30) { all.append($0) } == nil)
    #expect(all.count == 3 && all.allSatisfy { $0.accuracy == 0 })
  }

  @Test func aStopEndsTheTrialsAtOnce() throws {
    let control = TrainingControl()
    control.request = .stop
    #expect(try trials("0.1, 1").run(from: 0.1, control) { _ in Issue.record("a trial after the stop") } == nil)
  }

  @Test func aLongRecipeIsTriedInShort() throws {
    let trials = try trials("0.1, 40")
    #expect(trials.stepsOfRecipe == 800)
    var steps: [Int] = []
    _ = try trials.run(from: 0.05) { if !$0.isDropped { steps.append($0.steps) } }
    #expect(!steps.isEmpty && steps.allSatisfy { (200...280).contains($0) }, "\(steps)")
  }

  @Test func aShortRecipeIsTriedWhole() throws {
    let trials = try trials("0.1, 2")
    var first: RateTrials.Trial?
    _ = try trials.run(from: 0.05) { if first == nil { first = $0 } }
    #expect(first?.steps == trials.stepsOfRecipe)
  }
}
