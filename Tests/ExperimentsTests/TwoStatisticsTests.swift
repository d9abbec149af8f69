import Files
import Kernels
import Networks
import RunSamples
import Testing

@testable import Experiments
@testable import Training

/// Runs evaluated by either kind of batch statistics.
@Suite struct TwoStatisticsTests {
  private let pool = WorkerPool(threads: 1)

  /// A recorded run, and its listing.
  private func recorded(_ here: TinyRuns, _ change: (inout Recipe) -> Void = { _ in }) throws -> (
    TrainingRun, RunListing
  ) {
    var recipe = try TinyRuns.recipe("0.1, 2")
    change(&recipe)
    let run = try TinyRuns.run(recipe)
    run.run(recorder: here.recorder(run))
    return (run, here.store.list()[0])
  }

  private func open(
    _ here: TinyRuns, _ name: String, _ kind: NetworkOptions.BatchNormStatistics?
  ) throws -> TrainingRun {
    try here.store.openTrained(name, statistics: kind, pool: pool) { _ in TinyRuns.data }
  }

  @Test(arguments: NetworkOptions.BatchNormStatistics.allCases)
  func `a run is opened by its own kind or the other, and its document says what that gives`(
    _ kind: NetworkOptions.BatchNormStatistics
  ) throws {
    try TinyRuns.inFolder { here in
      let (run, listing) = try recorded(here) { $0.options.statistics = kind }
      let own = try open(here, listing.name, nil)
      #expect(own.learner.evaluate() == run.learner.evaluate())
      #expect(try open(here, listing.name, kind).learner.evaluate() == run.learner.evaluate())
      let other = try open(here, listing.name, kind.other)
      let stated = try #require(try listing.readDocument().result.other)
      #expect(stated.kind == kind.other)
      #expect(other.learner.evaluate() == stated.evaluation)
      #expect(stated.evaluation != run.learner.evaluate())
      #expect(try Interpretation(of: own).other == stated)
      #expect(try Interpretation(of: other).other?.evaluation == run.learner.evaluate())
      let model = try #require(try Model(weights: listing.weightsPath(best: false), statistics: kind.other, pool: pool))
      #expect(model.facts.batchStatistics == kind.other)
      #expect(try model.predict(TinyRuns.data.valid).evaluate().accuracy == stated.evaluation.accuracy)
    }
  }

  @Test func `a model that is exported holds the one kind that it names`() throws {
    try TinyRuns.inFolder { here in
      let (_, listing) = try recorded(here)
      let other = try open(here, listing.name, .ema).model()
      #expect(other.facts.batchStatistics == .ema)
      #expect(!other.file.tensors.contains { $0.name.contains("other") })
      let bytes = other.file.bytes
      #expect(try Model(bytes: bytes, pool: pool)?.facts.batchStatistics == .ema)
      #expect(throws: WeightsError(statistics: .ema)) { try Model(bytes: bytes, statistics: .last, pool: pool) }
    }
  }

  @Test func `a run from before has one kind, and says so`() throws {
    try TinyRuns.inFolder { here in
      let (run, listing) = try recorded(here)
      var file = run.network.weights
      for metadata in [file.metadata, ModelFacts(run).metadata] {
        file.metadata = metadata
        try FileAccess.write(file.bytes, to: listing.weightsPath(best: false))
        #expect(try open(here, listing.name, .last).learner.evaluate() == run.learner.evaluate())
        let error = #expect(throws: FileProblem.self) { try open(here, listing.name, .ema) }
        #expect(
          error?.description.contains("hold one kind of batch statistics, last, and not ema; leave out --bn-stats")
            == true)
      }
    }
  }

  @Test func `a network whose layers keep none is told apart`() throws {
    try TinyRuns.inFolder { here in
      let (_, listing) = try recorded(here) { ($0.network, $0.widths) = ("SimpleNet", nil) }
      #expect(try listing.readDocument().result.other == nil)
      let error = #expect(throws: ModelProblem.oneKindOfStatistics("SimpleNet")) { try open(here, listing.name, .ema) }
      #expect(error?.exitCode == .wrongUse)
    }
  }
}
