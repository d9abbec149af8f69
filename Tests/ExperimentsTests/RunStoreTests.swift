import Files
import Foundation
import Fuzzing
import Kernels
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct RunStoreTests {
  @Test func aFinishedRunIsFoundAgainWithAllItsFigures() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.05, 1", "0.1, 1, cycle_len=1"))
      let recorder = here.recorder(run)
      var steps: [StepRow] = []
      var epochs: [EpochRow] = []
      let reason = run.run(recorder: recorder) { event in
        if case .stepEnded(let record) = event { steps.append(StepRow(record)) }
        if case .epochEnded(let record) = event { epochs.append(EpochRow(record)) }
      }
      #expect(reason == .completed)
      #expect(!recorder.isIncomplete)
      let listing = try #require(here.store.list().first)
      #expect(listing.name.hasSuffix("-ConvBnNet-7"))
      #expect(listing.steps() == steps)
      #expect(listing.epochs() == epochs)
      let document = try #require(listing.document)
      #expect(document.status == .completed)
      #expect(document.result.accuracy == epochs.last?.accuracy)
      #expect(document.result.steps == 6)
      #expect(document.parameters == run.network.values.count)
      #expect(document.recipe.fits.count == 2)
      let last = try Safetensors(bytes: here.bytes("\(listing.name)/weights.safetensors"))
      let both = run.network.weights(run.network.state, withBothStatistics: true)
      #expect(Set(last.tensors.map(\.name)) == Set(both.tensors.map(\.name)))
      #expect(last["out.weight"] == run.network.weights["out.weight"])
      let files = try FileManager.default.contentsOfDirectory(atPath: listing.folder)
      #expect(files.contains { $0.hasPrefix("events.out.tfevents.1795469810.") })
      #expect(files.allSatisfy { !$0.hasPrefix(".") })
    }
  }

  @Test func aSweepOfLearningRatesIsKeptBesideItsRun() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      let recorder = here.recorder(run)
      let curve = run.finder().run()
      #expect(recorder.keep(curve).isEmpty)
      let text = String(decoding: try here.bytes(try #require(recorder.name) + "/lr_find.csv"), as: UTF8.self)
      let lines = text.split(separator: "\n")
      #expect(lines.count == 1 + curve.points.count)
      #expect(lines[0] == "lr,loss,smoothed")
      #expect(Double(lines[1].split(separator: ",")[1]) == curve.points[0].loss)
    }
  }

  @Test func namesTellDateTimeNetworkAndSeed() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
    let document = try RunDocument(run, created: Date(timeIntervalSince1970: TinyRuns.time))
    #expect(RunStore.name(for: document, timeZone: .gmt) == "20261123-213650-ConvBnNet-7")
  }

  @Test func aNameThatIsTakenGetsANumberAndTheRunsDoNotMix() throws {
    try TinyRuns.inFolder { here in
      let runs = try (0..<3).map { _ in try TinyRuns.run(TinyRuns.recipe("0.1, 1")) }
      let recorders = runs.map { here.recorder($0) }
      let names = recorders.compactMap(\.name)
      #expect(names[1] == names[0] + "-2")
      #expect(names[2] == names[0] + "-3")
      for (run, recorder) in zip(runs, recorders) { run.run(recorder: recorder) }
      #expect(here.store.list().map(\.name) == names)
      for listing in here.store.list() { #expect(listing.steps().count == 3) }
    }
  }

  @Test func aRunUnderWayIsLiveAndNeitherResumedNorDeleted() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      do {
        let recorder = here.recorder(run)
        let name = try #require(recorder.name)
        #expect(here.store.list().map(\.status) == [.running])
        #expect(throws: RunFolderError.inUse(name)) { try here.resume(name) }
        #expect(throws: RunFolderError.inUse(name)) { try here.store.delete(name) }
      }
      #expect(here.store.list().map(\.status) == [.interrupted])
      try here.store.delete(here.store.list()[0].name)
      #expect(here.store.list().isEmpty)
    }
  }

  @Test func foreignAndDamagedFoldersAreShownAndNeverTouched() throws {
    try TinyRuns.inFolder { here in
      let manager = FileManager.default
      for (name, text) in [("holiday", nil), ("broken", "{\"format\": 1"), ("old", "{\"format\": 0}")]
        as [(String, String?)]
      {
        try manager.createDirectory(atPath: here.store.folder(name), withIntermediateDirectories: true)
        if let text { try FileAccess.write(Array(text.utf8), to: here.store.folder(name) + "/run.json") }
      }
      let listings = here.store.list()
      #expect(listings.map(\.status) == [.damaged, .foreign, .damaged])
      #expect(listings[2].content == .damaged("run.json: it is of format 0; this version reads 1"))
      for listing in listings {
        #expect(throws: (any Error).self) { try here.resume(listing.name) }
        #expect(throws: (any Error).self) { try here.store.delete(listing.name) }
      }
      #expect(here.store.list() == listings)
      #expect(try manager.contentsOfDirectory(atPath: here.store.folder("holiday")).isEmpty)
    }
  }

  @Test func divergenceIsKeptWithTheLastGoodWeights() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("1e30, 2"))
      let reason = run.run(recorder: here.recorder(run))
      let document = try #require(here.store.list()[0].document)
      #expect(document.status == .diverged)
      guard case .diverged(let step, _) = reason else { return #expect(Bool(false), "\(reason)") }
      #expect(document.result.divergedAtStep == step)
      let weights = try Safetensors(bytes: here.bytes("\(here.store.list()[0].name)/weights.safetensors"))
      #expect(weights.tensors.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }
  }
}

@Suite struct RunRowsTests {
  @Test func numbersReadBackToTheSameBits() throws {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<Mutator.cases(300) {
      func number() -> Double { Double(bitPattern: generator.next()) }
      var row = try #require(EpochRow(csv: ["1", "0", "0", "0", "0", "0", "0"]))
      (row.learningRate, row.trainLoss, row.validLoss) = (number(), number(), number())
      row.accuracy = Double.random(in: 0...1, using: &generator)
      let read = CSVTable<EpochRow>(Array((EpochRow.header + row.csv).utf8)).rows
      #expect(read.count == 1)
      let pairs = zip(
        [row.learningRate, row.trainLoss, row.validLoss, row.accuracy],
        [read[0].learningRate, read[0].trainLoss, read[0].validLoss, read[0].accuracy])
      for (a, b) in pairs { #expect(a == b || (a.isNaN && b.isNaN)) }
    }
  }

  @Test func numbersThatNoRunReachesEndTheTable() {
    func table<Row: CSVRow>(_ type: Row.Type, _ rows: String...) -> CSVTable<Row> {
      CSVTable(Array((Row.header + rows.map { $0 + "\n" }.joined()).utf8))
    }
    let head = "0,0,0.1,2.0,2.0,0.5,1.0"
    let flaw = "line 3 is none that a run writes there; the rows from there on are left out"
    for row in [
      "9223372036854775807,0,0.1,2,2,0.5,1", "-1,0,0.1,2,2,0.5,1", "1,-1,0.1,2,2,0.5,1", "1,0,0.1,2,2,-1,1",
      "1,0,0.1,2,2,1e30,1", "1,0,0.1,2,2,nan,1", "1,0,0.1,2,2,0.5,-1", "1,0,0.1,2,2,0.5,1e300", "1,0,0.1,2,2,0.5,nan",
    ] {
      let epochs = table(EpochRow.self, head, row)
      #expect(epochs.rows.count == 1 && epochs.flaw == flaw, "\(row)")
    }
    for number in ["9223372036854775807", "-1", "2000000", "0"] {
      #expect(table(StepRow.self, "1,0.1,2,2", number + ",0.1,2,2", "3,0.1,2,2").rows.count == 1)
    }
    for share in ["-1", "1e30", "nan"] {
      #expect(table(LayerRow.self, "0,conv,1,1,0,", "1,conv,1,1,\(share),").flaw == flaw)
    }
  }

  @Test func halfARowAtTheEndAndForeignTablesAreLeftOut() {
    func table(_ text: String) -> CSVTable<StepRow> { CSVTable(Array(text.utf8)) }
    let half = table("step,lr,loss,smoothed\n0,0.1,2.0,2.0\n1,0.1,2.0,2")
    #expect(half.rows.map(\.step) == [0] && half.flaw == nil)
    #expect(table("a,b\n1,2\n").rows.isEmpty)
    #expect(table("a,b\n1,2\n").flaw == "its first line is not 'step,lr,loss,smoothed'; the table is left out")
    #expect(table("").rows.isEmpty && table("").flaw == nil)
    #expect(table("step,lr,loss,smoothed\n0,x,2,2\n1,0.1,2,2\n").rows.isEmpty)
  }
}
