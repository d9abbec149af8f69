import Foundation
import Fuzzing
import Kernels
import RunSamples
import Testing

@testable import Experiments

/// Damaged and hostile files of a run by the hundred: each is read or refused with an error, and nothing else happens.
@Suite struct FuzzTests {
  @Test func runDocuments() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
    let original = try RunDocument(run, created: Date(timeIntervalSince1970: TinyRuns.time)).json()
    #expect(try RunDocument(json: original).recipe.fits == run.recipe.fits)
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<Mutator.cases(500) {
      var bytes = original
      for _ in 0...generator.next() % 4 {
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int(generator.next() % 40)))
        default: bytes.insert(contentsOf: Array("-9e99".utf8), at: at)
        }
      }
      guard let recipe = try? RunDocument(json: bytes).recipe else { continue }
      // What is large takes its time and memory rightly, and is refused by a test of its own.
      guard recipe.batchSize <= 512, recipe.widths?.allSatisfy({ $0 <= 512 }) ?? true else { continue }
      _ = try? TinyRuns.run(recipe)
    }
  }

  @Test func tables() {
    let examples = [
      StepRow.header + "0,0.1,2.25,2.25\n1,0.05,nan,inf\n",
      EpochRow.header + "0,0,0.1,2.5,2.25,0.125,1.5\n1,1,1e-05,2,1.75,0.5,0.25\n",
      LayerRow.header + "0,conv1,0.5,0.25,0.0,1e-07\n0,pool,0.5,0.25,0.0,\n",
    ].map { Array($0.utf8) }
    func check<Row: CSVRow>(_ type: Row.Type, _ bytes: [UInt8]) {
      let rows = CSVTable<Row>(bytes).rows
      let again = CSVTable<Row>(Array((Row.header + rows.map(\.csv).joined()).utf8)).rows
      #expect(again.map(\.csv) == rows.map(\.csv))
    }
    var mutator = Mutator(seed: 13)
    for _ in 0..<Mutator.cases(500) {
      let bytes = mutator.next(of: examples)
      check(StepRow.self, bytes)
      check(EpochRow.self, bytes)
      check(LayerRow.self, bytes)
    }
  }
}
