import Files
import Foundation
import Kernels
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

/// Recipes whose fit calls freeze layers, and those with a new head.
@Suite struct FreezingRunTests {
  @Test func `layers that the network does not have are refused before the training`() throws {
    let recipe = try TinyRuns.recipe("0.1, 1", "0.1, 1, freeze=out+layers.7")
    let error = #expect(throws: NetworkError.self) { try TinyRuns.run(recipe) }
    #expect(error == .unknownLayer("layers.7", known: ["conv1", "layers.0", "layers.1", "out"]))
  }

  @Test func `a run killed in a call that freezes, or after it, goes on bit for bit`() throws {
    try TinyRuns.inFolder { here in
      let recipe = try TinyRuns.recipe("0.1, 2, freeze=conv1+layers", "0.05, 2")
      let run = try TinyRuns.run(recipe)
      let recorder = here.recorder(run, every: 0)
      let folder = try #require(recorder.folder)
      var copies: [String] = []
      run.run(recorder: recorder) { event in
        guard case .stepEnded(let record) = event, [1, 4, 5, 7].contains(record.step) else { return }
        let copy = folder + "-at-\(record.step)"
        try? FileManager.default.copyItem(atPath: folder, toPath: copy)
        copies.append(URL(fileURLWithPath: copy).lastPathComponent)
      }
      #expect(copies.count == 4)
      let name = try #require(recorder.name)
      let weights = try here.bytes(name + "/weights.safetensors")
      for copy in copies {
        let resumed = try here.resume(copy)
        #expect(resumed.run.run(recorder: resumed.recorder) == .completed)
        #expect(try here.bytes(copy + "/weights.safetensors") == weights, "\(copy)")
      }
    }
  }

  @Test func `a run with a new head is evaluated and resumed with the head that it learned`() throws {
    try TinyRuns.inFolder { here in
      let path = here.root + "/first.safetensors"
      let first = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      first.run()
      try first.model().save(to: path)
      var recipe = try TinyRuns.recipe("0.1, 1")
      (recipe.initialWeights, recipe.newHead) = (path, true)
      let run = try TinyRuns.run(recipe)
      run.run(recorder: here.recorder(run))
      let listing = here.store.list()[0]
      #expect(listing.document?.recipe.newHead == true)
      let opened = try here.store.openTrained(listing.name, pool: WorkerPool(threads: 1)) { _ in TinyRuns.data }
      #expect(opened.network.weights.tensors == run.network.weights.tensors)
      let resumed = try here.resume(listing.name)
      #expect(resumed.run.network.weights.tensors == run.network.weights.tensors)
    }
  }

  @Test func `a new head is kept where it is wanted, and said again by the same command`() throws {
    var recipe = try TinyRuns.recipe("0.01, 2, freeze=conv1+layers", "0.001, 4")
    (recipe.initialWeights, recipe.newHead) = ("a b", true)
    let words = recipe.arguments()
    #expect(words.contains("--new-head") && words.contains("0.01, 2, freeze=conv1+layers"))
    let json = try JSON.bytes(of: recipe)
    #expect(try JSON.decode(Recipe.self, from: json) == recipe)
    recipe.newHead = false
    #expect(!String(decoding: try JSON.bytes(of: recipe), as: UTF8.self).contains("newHead"))
  }
}
