import RunSamples
import Testing
import Training

@testable import Experiments

/// What a run keeps where the figures are those of an average of its weights: beside them what they themselves give.
@Suite struct AveragedRunTests {
  private func run(_ change: (inout Recipe) -> Void, _ body: (TinyRuns, [EpochRecord]) throws -> Void) throws {
    try TinyRuns.inFolder { here in
      var recipe = try TinyRuns.recipe("0.1, 2")
      change(&recipe)
      let run = try TinyRuns.run(recipe)
      var epochs: [EpochRecord] = []
      run.run(recorder: here.recorder(run)) { if case .epochEnded(let record) = $0 { epochs.append(record) } }
      try body(here, epochs)
    }
  }

  @Test func `the table of epochs has the plain figures behind the others`() throws {
    try run({ $0.training.averaging.movingAverage = .init(decay: 0.8) }) { here, epochs in
      let listing = here.store.list()[0]
      let lines = String(decoding: try here.bytes("\(listing.name)/epochs.csv"), as: UTF8.self).split(separator: "\n")
      #expect(lines[0] == "epoch,fit,lr,train_loss,valid_loss,accuracy,seconds,plain_loss,plain_accuracy")
      #expect(lines.count == 3)
      for (line, record) in zip(lines.dropFirst(), epochs) {
        let fields = line.split(separator: ",").compactMap { Double($0) }
        let plain = try #require(record.plain)
        #expect(fields.count == 9)
        #expect([fields[4], fields[5]] == [record.validLoss, record.accuracy])
        #expect([fields[7], fields[8]] == [plain.loss, plain.accuracy])
      }
      #expect(listing.epochs().map(\.plainLoss) == epochs.map { $0.plain?.loss })
      #expect(listing.epochs().map(\.plainAccuracy) == epochs.map { $0.plain?.accuracy })
    }
  }

  @Test func `without an average there are no such columns`() throws {
    try run({ _ in }) { here, epochs in
      let listing = here.store.list()[0]
      let text = String(decoding: try here.bytes("\(listing.name)/epochs.csv"), as: UTF8.self)
      #expect(text.hasPrefix("epoch,fit,lr,train_loss,valid_loss,accuracy,seconds\n"))
      #expect(listing.epochs().allSatisfy { $0.plainLoss == nil && $0.plainAccuracy == nil })
      #expect(epochs.allSatisfy { $0.plain == nil })
    }
  }

  @Test func `a row whose plain figures cannot be is none`() {
    let fields = ["1", "0", "0.1", "2", "2", "0.5", "3"].map { Substring($0) }
    #expect(EpochRow(csv: fields)?.plainAccuracy == nil)
    #expect(EpochRow(csv: fields + ["1.5", "0.25"])?.plainAccuracy == 0.25)
    #expect(EpochRow(csv: fields + ["1.5", "1.25"]) == nil)
    #expect(EpochRow(csv: fields + ["x", "0.25"]) == nil)
    #expect(EpochRow(csv: fields + ["1.5"]) == nil)
  }
}
