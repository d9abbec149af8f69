import Foundation
import ImageData
import Kernels
import Networks
import Pinning
import RunSamples
import Testing
import Training

@testable import Experiments

/// A run folder that revision 476fbc7 left when it was interrupted in the middle of an epoch.
@Suite struct StoppedRunPins {
  private static let images = ShapesSet.make()

  /// One for each width of vector registers: the steps that it has taken are what these registers give.
  private static let folder = PinnedRecipe.folder + "/stopped-\(KernelBuild.vectorBits)"

  private func repeated() throws -> TrainingRun {
    let recipe = try Recipe(contentsOf: Self.folder + "/run.json")
    return try TrainingRun(recipe, data: Self.images, pool: WorkerPool(threads: 2))
  }

  @Test func itsDocumentAsARecipeGivesTheRecordedRun() throws {
    let digests = try repeated().digests()
    let recorded = try PinnedRecipe.digests.digest("run that was stopped", now: digests)
    #expect(digests == recorded)
  }

  @Test func itGoesOnToTheSameBitsOrIsRefusedWithWhatToDo() throws {
    let whole = try repeated()
    whole.run()
    try TinyRuns.inFolder { here in
      try FileManager.default.createDirectory(atPath: here.store.root, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Self.folder, toPath: here.store.folder("stopped"))
      let resumed: (run: TrainingRun, recorder: RunRecorder)
      do {
        resumed = try here.store.resume("stopped", pool: WorkerPool(threads: 2)) { _ in Self.images }
      } catch {
        print("a run folder of 476fbc7 is refused: \(error)")
        #expect("\(error)".contains("cifarlab train --recipe"))
        return
      }
      var steps: [Int] = []
      let end = resumed.run.run(recorder: resumed.recorder) { event in
        if case .stepEnded(let record) = event { steps.append(record.step) }
      }
      print("a run folder of 476fbc7 goes on from step \(steps.first ?? 0)")
      #expect(end == .completed)
      #expect(steps.first.map { $0 > 84 && $0 < 112 } == true)
      #expect(resumed.run.network.digest == whole.network.digest)
      #expect(try here.store.find("stopped").steps().count == 140)
    }
  }
}
