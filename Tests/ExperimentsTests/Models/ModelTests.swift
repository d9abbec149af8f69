import Files
import Foundation
import Fuzzing
import Kernels
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct ModelTests {
  private let pool = WorkerPool(threads: 1)

  @Test func aModelFileGivesTheSamePredictionsAsTheRun() throws {
    let run = try TinyRuns.trained()
    let model = try #require(try Model(bytes: run.model(accuracy: 0.5).file.bytes, pool: pool))
    #expect(model.facts == ModelFacts(run, accuracy: 0.5))
    #expect(model.predict(run.data.valid) == run.model().predict(run.data.valid))
  }

  @Test func theWeightsOfARunAreAModel() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      run.run(recorder: here.recorder(run))
      let listing = here.store.list()[0]
      for best in [false, true] {
        let model = try #require(try Model(weights: listing.weightsPath(best: best), pool: pool))
        let result = try #require(listing.document).result
        #expect(model.facts.accuracy == (best ? result.best?.accuracy : result.accuracy))
        #expect(try model.predict(run.data.valid).evaluate().accuracy == model.facts.accuracy)
      }
    }
  }

  @Test func bareWeightsAreNoModel() throws {
    let run = try TinyRuns.trained()
    let model = try Model(bytes: run.network.weights.bytes, pool: pool)
    #expect(model == nil)
  }

  @Test(arguments: [
    ("network", "Perceptron"), ("network", "../../x"), ("widths", "[4]"), ("widths", "[4,5,1000000000000]"),
    ("widths", "[-1,5,6]"), ("widths", "9"), ("classes", "[]"), ("classes", "{}"), ("size", "17"), ("size", "1e99"),
    ("fit", "stretch"),
    ("mean", "[1,2]"), ("std", "[0,1,1]"), ("std", "[1e99,1,1]"), ("bn_stats", "median"), ("cifarlab_model", "2"),
  ])
  func anEntryThatNoNetworkHasIsRefused(_ name: String, _ text: String) throws {
    var file = try TinyRuns.trained().model().file
    file.metadata[name] = text
    let error = #expect(throws: (any Error).self) { try Model(bytes: file.bytes, pool: pool) }
    #expect(error is any UserFacingError)
  }

  @Test(arguments: ["cifarlab_model", "network", "widths", "classes", "size", "fit", "mean", "std", "bn_stats"])
  func aMissingEntryIsNamed(_ name: String) throws {
    var file = try TinyRuns.trained().model().file
    file.metadata[name] = nil
    guard name != "cifarlab_model" else {
      let model = try Model(bytes: file.bytes, pool: pool)
      #expect(model == nil)
      return
    }
    #expect(throws: ModelProblem.entry(name, "it is missing")) { try Model(bytes: file.bytes, pool: pool) }
  }

  @Test func aNetworkThatIsLargerThanItsFileIsRefusedBeforeItIsBuilt() throws {
    var file = try TinyRuns.trained().model().file
    file.metadata["widths"] = "[100000,100000,100000]"
    let found = file.tensors.reduce(0) { $0 + $1.values.count }
    let needed = try #require(try ModelFacts(metadata: file.metadata)).layers().parameterCount
    #expect(needed > 90_000_000_000)
    #expect(throws: ModelProblem.size(needed: needed, found: found)) { try Model(bytes: file.bytes, pool: pool) }
  }

  @Test func damagedModelsAreRefusedOrRead() throws {
    let example = try TinyRuns.trained().model().file.bytes
    var mutator = Mutator(seed: 31)
    for _ in 0..<Mutator.cases(1000) {
      let bytes = mutator.next(of: [example])
      do { _ = try Model(bytes: bytes, pool: pool) } catch { #expect(error is any UserFacingError, "\(error)") }
    }
  }
}
