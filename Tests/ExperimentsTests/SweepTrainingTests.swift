import Files
import Kernels
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct SweepTrainingTests {
  /// Two seeds of each network, for one epoch by `fit`.
  private func comparison(_ networks: String..., fit: FitCall = FitCall(0.05, 1)) throws -> [Recipe] {
    var base = Recipe(network: networks[0])
    base.fits = [fit]
    base.batchSize = 32
    base.data = "tiny"
    let recipes = networks.map { network in
      var recipe = base
      recipe.network = network
      return recipe
    }
    return try Sweep.comparison(recipes, seeds: Sweep.seeds(2, from: 42)).grid(base)
  }

  private func training(_ recipes: [Recipe], in here: TinyRuns, isFresh: Bool = false) throws -> SweepTraining {
    try SweepTraining(
      recipes, in: here.store, data: TinyRuns.data, pool: WorkerPool(threads: 1), isFresh: isFresh)
  }

  /// What a call of the command does: the steps that it takes, and the points that it has in the end.
  private func run(
    _ recipes: [Recipe], in here: TinyRuns, isFresh: Bool = false, stoppingBehind lastStep: Int = .max
  ) throws -> (steps: Int, points: [SweepTraining.Point], rows: [SweepRow]) {
    let training = try training(recipes, in: here, isFresh: isFresh)
    let control = TrainingControl()
    var steps = 0
    var points: [SweepTraining.Point] = []
    for index in recipes.indices {
      let point = try training.train(index, control) { event in
        guard case .training(.stepEnded) = event else { return }
        steps += 1
        if steps == lastStep { control.request = .stop }
      }
      guard let point else { break }
      points.append(point)
    }
    return (steps, points, SweepRow.table(try points.compactMap { try here.store.find($0.run).document }))
  }

  private func figures(_ rows: [SweepRow]) -> [[Double]] { rows.map { $0.accuracy.values + $0.loss.values } }

  private func tasks(_ recipes: [Recipe], in here: TinyRuns) throws -> [SweepProgress.Task] {
    try SweepProgress(recipes, in: here.store, data: TinyRuns.data).tasks.map(\.task)
  }

  @Test func eachRowHasTheFiguresOfItsSeeds() throws {
    try TinyRuns.inFolder { here in
      let recipes = try comparison("ConvNet2", "SimpleNet")
      let rows = try run(recipes, in: here).rows
      #expect(Set(rows.map(\.recipe.network)) == ["ConvNet2", "SimpleNet"])
      for row in rows {
        #expect(row.accuracy.values.count == 2 && row.loss.values.count == 2 && row.seconds.values.count == 2)
        #expect(row.diverged.isEmpty)
      }
      let alone = try TinyRuns.run(recipes[1])
      alone.run()
      let row = try #require(rows.first { $0.recipe.network == "ConvNet2" })
      #expect(alone.learner.evaluate().accuracy == row.accuracy.values[1])
      #expect(alone.network.values.count == row.parameters)
    }
  }

  @Test func aComparisonStoppedAnywhereGoesOnAndTrainsNothingTwice() throws {
    let recipes = try comparison("ConvNet2", "SimpleNet", "ConvBnNet")
    let whole = try TinyRuns.inFolder { try run(recipes, in: $0) }
    for lastStep in [1, whole.steps / 3, whole.steps * 2 / 3, whole.steps * 2 / 3 + 1, whole.steps - 1] {
      try TinyRuns.inFolder { here in
        let first = try run(recipes, in: here, stoppingBehind: lastStep)
        #expect(first.points.count < recipes.count)
        let second = try run(recipes, in: here)
        #expect(first.steps + second.steps == whole.steps)
        #expect(second.points.map(\.isFound) == recipes.indices.map { $0 < first.points.count })
        #expect(second.points.prefix(first.points.count).map(\.run) == first.points.map(\.run))
        #expect(figures(second.rows) == figures(whole.rows))
        #expect(here.store.list().count == recipes.count)
        #expect(try run(recipes, in: here).steps == 0)
      }
    }
  }

  @Test func aFreshOneTrainsAgainInNewRunsWhichThenCount() throws {
    try TinyRuns.inFolder { here in
      let recipes = try comparison("SimpleNet")
      let first = try run(recipes, in: here)
      let fresh = try run(recipes, in: here, isFresh: true)
      #expect(fresh.steps == first.steps && fresh.points.allSatisfy { !$0.isFound })
      #expect(figures(fresh.rows) == figures(first.rows))
      #expect(here.store.list().count == 2 * recipes.count)
      #expect(try tasks(recipes, in: here) == fresh.points.map { .found($0.run) })
    }
  }

  @Test func aStoppedRunWhoseCheckpointIsDamagedIsPassedOver() throws {
    try TinyRuns.inFolder { here in
      let recipes = try comparison("SimpleNet")
      let whole = try run(recipes, in: here, isFresh: true)
      for point in whole.points { try here.store.delete(point.run) }
      #expect(try run(recipes, in: here, stoppingBehind: 1).points.isEmpty)
      let stopped = try #require(here.store.list().first)
      try FileAccess.write([1, 2, 3], to: stopped.folder + "/checkpoint")
      var passedOver: [String] = []
      let training = try training(recipes, in: here)
      let point = try training.train(0) { event in
        if case .passedOver(let problem) = event { passedOver.append(problem.path) }
      }
      #expect(passedOver == [stopped.folder + "/checkpoint"])
      #expect(point?.run != stopped.name)
      #expect(figures(try run(recipes, in: here).rows) == figures(whole.rows))
    }
  }

  @Test func aPointIsWhatTheStoreHasOfItsRecipe() throws {
    try TinyRuns.inFolder { here in
      let recipes = try comparison("SimpleNet") + comparison("ConvNet2")
      #expect(try tasks(recipes, in: here) == [.start, .start, .start, .start])
      let done = try TinyRuns.run(recipes[0])
      let doneRecorder = here.recorder(done)
      done.run(recorder: doneRecorder)
      let stopped = try TinyRuns.run(recipes[1])
      let stoppedRecorder = here.recorder(stopped)
      let control = TrainingControl()
      control.request = .stop
      stopped.run(control, recorder: stoppedRecorder)
      let changed = try TinyRuns.run(recipes[2])
      let otherRate = TrainingControl()
      otherRate.learningRate = 1e-3
      changed.run(otherRate, recorder: here.recorder(changed)) { event in
        if case .stepEnded = event { otherRate.learningRate = 1e-4 }
      }
      let live = here.recorder(try TinyRuns.run(recipes[3]))
      try withExtendedLifetime(live) {
        let names = try [doneRecorder, stoppedRecorder, live].map { try #require($0.name) }
        // A rate that was set by hand makes another run of it.
        #expect(try tasks(recipes, in: here) == [.found(names[0]), .resume(names[1]), .start, .busy(names[2])])
        let busy = try training(recipes, in: here).train(3) { event in
          if case .training = event { #expect(Bool(false), "trains what another process is at") }
        }
        #expect(busy == SweepTraining.Point(run: names[2], isFound: false, isIncomplete: false))
      }
    }
  }

  @Test func aDivergedSeedIsNamedAndCountsInNoFigure() throws {
    try TinyRuns.inFolder { here in
      let recipes = try comparison("SimpleNet", fit: FitCall(1e30, 1))
      let first = try run(recipes, in: here)
      #expect(first.rows.map(\.diverged) == [[42, 43]])
      #expect(first.rows[0].accuracy.mean == nil)
      #expect(try run(recipes, in: here).points.allSatisfy(\.isFound))
    }
  }
}
