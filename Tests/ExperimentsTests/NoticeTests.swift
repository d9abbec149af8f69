import Files
import RunSamples
import Testing
import Training

@testable import Experiments

/// What is said of a run whose figures rest on less than they seem to.
@Suite struct NoticeTests {
  private func notices(_ change: (inout Recipe) -> Void) throws -> [String] {
    var recipe = try TinyRuns.recipe("0.1, 2")
    change(&recipe)
    return try TinyRuns.run(recipe).notices
  }

  @Test func aSmallLastBatchIsNamedWithItsSizeWhereThereIsBatchNorm() throws {
    // 70 images.
    #expect(try notices { $0.batchSize = 32 }.first?.hasPrefix("the last batch of each epoch has 6 images") == true)
    #expect(try notices { $0.batchSize = 69 }.first?.hasPrefix("the last batch of each epoch has 1 image,") == true)
    #expect(try notices { $0.batchSize = 7 }.first?.hasPrefix("each batch has 7 images") == true)
    for size in [35, 54, 70, 256] { #expect(try notices { $0.batchSize = size }.isEmpty) }
  }

  @Test func itIsNotNamedWhereItDoesNoHarm() throws {
    #expect(try notices { ($0.network, $0.widths) = ("ConvNet", nil) }.isEmpty)
    #expect(try notices { $0.options.freezesStatistics = true }.isEmpty)
    #expect(try notices { $0.training.dropsLast = true }.isEmpty)
    // The last batch is never reached.
    #expect(try notices { $0.training.maxSteps = 2 }.isEmpty)
  }

  @Test func aTrainingBeginsWithItsNotices() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
    var events: [TrainingEvent] = []
    run.run { events.append($0) }
    #expect(events.first == .notice(run.notices[0]))
    events = []
    run.run { events.append($0) }
    #expect(!events.contains { if case .notice = $0 { true } else { false } })
  }

  @Test func aPrefixOfTheWeightsToStartFromIsNamed() throws {
    try TinyRuns.inFolder { here in
      var file = try TinyRuns.run(TinyRuns.recipe("0.1, 1")).network.weights
      for index in file.tensors.indices { file.tensors[index].name = "module." + file.tensors[index].name }
      let path = here.root + "/w.safetensors"
      try FileAccess.write(file.bytes, to: path)
      let said = try notices { ($0.initialWeights, $0.batchSize) = (path, 35) }
      #expect(said == ["\(path): 'module.' is taken off all names"])
    }
  }

  @Test func outputsThatAreNotFiniteAreNotInterpreted() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
    run.network.values.all.values = run.network.values.all.values.map { _ in .nan }
    #expect(throws: NonFiniteOutputs.self) { try Interpretation(of: run) }
  }

  @Test func theFileOfARunSaysWhichImagesItTrainedOn() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      let recorder = here.recorder(run)
      run.run(recorder: recorder)
      let path = try #require(recorder.folder) + "/run.json"
      let facts = try #require(try RunDocument.DataFacts(ofRecipe: path))
      #expect(throws: Never.self) { try facts.check(TinyRuns.data) }
      let other = TinyRuns.data.subset(69, seed: 1)
      #expect(throws: RunFolderError.otherData(expected: "tiny", found: "tiny")) { try facts.check(other) }
      let alone = here.root + "/recipe.json"
      try FileAccess.write(JSON.document(of: run.recipe, keys: .underscores), to: alone)
      #expect(try RunDocument.DataFacts(ofRecipe: alone) == nil)
      try FileAccess.write(Array(#"{"recipe": {"network": "ConvNet"}, "data": 7}"#.utf8), to: alone)
      #expect(throws: FileProblem.self) { try RunDocument.DataFacts(ofRecipe: alone) }
    }
  }
}
