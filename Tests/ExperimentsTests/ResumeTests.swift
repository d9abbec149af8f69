import Files
import Foundation
import Kernels
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct ResumeTests {
  private static let fits = ("0.05, 1", "0.1, 1, cycle_len=2")

  /// A run whose folder is copied at each of the given steps, as a kill would leave it then.
  private func copies(at steps: [Int], every interval: Double, _ here: TinyRuns) throws -> (
    whole: RunListing, [Int: String]
  ) {
    let run = try TinyRuns.run(TinyRuns.recipe(Self.fits.0, Self.fits.1))
    var clock = 0.0
    let recorder = RunRecorder(
      here.store, run, checkpointEvery: interval,
      now: {
        clock += 0.1
        return clock
      }, wallTime: { TinyRuns.time })
    let folder = try #require(recorder.folder)
    var copies: [Int: String] = [:]
    run.run(recorder: recorder) { event in
      guard case .stepEnded(let record) = event, steps.contains(record.step) else { return }
      let copy = folder + "-at-\(record.step)"
      try? FileManager.default.copyItem(atPath: folder, toPath: copy)
      copies[record.step] = URL(fileURLWithPath: copy).lastPathComponent
    }
    return (try here.store.find(try #require(recorder.name)), copies)
  }

  @Test(arguments: [0.0, 0.25, 1e9]) func aRunKilledAnywhereEndsLikeTheUndisturbedOne(interval: Double) throws {
    try TinyRuns.inFolder { here in
      let (whole, copies) = try copies(at: [0, 1, 2, 4, 7, 8], every: interval, here)
      #expect(copies.count == 6)
      let weights = try here.bytes(whole.name + "/weights.safetensors")
      for (step, name) in copies {
        let (run, recorder) = try here.resume(name, threads: 2)
        if interval == 0 { #expect(run.learner.position.step == step + 1) }
        if interval > 1 { #expect(run.learner.position.step == (step + 1) / 3 * 3 - ((step + 1) % 3 == 0 ? 3 : 0)) }
        #expect(run.run(recorder: recorder) == .completed)
        let listing = try here.store.find(name)
        #expect(listing.steps() == whole.steps(), "killed after step \(step)")
        #expect(listing.epochs().withoutTimes == whole.epochs().withoutTimes)
        #expect(try here.bytes(name + "/weights.safetensors") == weights)
        #expect(try here.bytes(name + "/best.safetensors") == here.bytes(whole.name + "/best.safetensors"))
        #expect(listing.document?.result.best == whole.document?.result.best)
        #expect(listing.status == .completed)
      }
    }
  }

  @Test func aStopMakesACheckpointAndTheRunGoesOnFromThere() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      let recorder = here.recorder(run)
      let control = TrainingControl()
      run.run(control, recorder: recorder) { event in
        if case .stepEnded(let record) = event, record.step == 3 { control.request = .stop }
      }
      #expect(recorder.checkpointPath == recorder.folder! + "/checkpoint")
      let name = try #require(recorder.name)
      #expect(here.store.list()[0].document?.status == .stopped)
      let stopped = here.store.list()[0].steps()
      #expect(stopped.count == 4)
      let resumed = try here.resume(name)
      #expect(resumed.run.learner.position.step == 4)
    }
  }

  @Test func aCheckpointIsEnoughWhenTheFirstWeightsAreGone() throws {
    try TinyRuns.inFolder { here in
      let path = here.root + "/init.safetensors"
      try TinyRuns.run(TinyRuns.recipe("0.1, 1")).model().save(to: path)
      var recipe = try TinyRuns.recipe("0.1, 2")
      recipe.initialWeights = path
      let run = try TinyRuns.run(recipe)
      let control = TrainingControl()
      control.request = .stopAfterEpoch
      let recorder = here.recorder(run)
      run.run(control, recorder: recorder)
      try FileManager.default.removeItem(atPath: path)
      let resumed = try here.resume(try #require(recorder.name))
      #expect(resumed.run.run(recorder: resumed.recorder) == .completed)
      #expect(here.store.list()[0].document?.recipe.initialWeights == path)
    }
  }

  @Test func whatAKilledWriterLeftHalfDoneIsRemoved() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      let control = TrainingControl()
      control.request = .stop
      let recorder = here.recorder(run)
      run.run(control, recorder: recorder)
      let folder = try #require(recorder.folder)
      try FileAccess.write([1], to: folder + "/.checkpoint.1-2.part")
      try FileAccess.write([1], to: folder + "/.mine")
      _ = try here.resume(try #require(recorder.name))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.filter { $0.hasPrefix(".") } == [".mine"])
    }
  }

  @Test func aRunWithoutAnEpochSaysThatItHasNoWeights() throws {
    try TinyRuns.inFolder { here in
      var recorder: RunRecorder? = here.recorder(try TinyRuns.run(TinyRuns.recipe("0.1, 1")))
      let name = try #require(recorder?.name)
      recorder = nil
      let error = #expect(throws: FileProblem.self) {
        try here.store.openTrained(name, pool: WorkerPool(threads: 1)) { _ in TinyRuns.data }
      }
      #expect(error?.remedy?.contains("cifarlab resume") == true)
    }
  }

  @Test func damagedWeightsAreWrittenAnewFromTheCheckpoint() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      let recorder = here.recorder(run)
      run.run(recorder: recorder)
      let name = try #require(recorder.name)
      let bytes = try here.bytes(name + "/weights.safetensors")
      try FileAccess.write(bytes.prefix(100), to: here.store.folder(name) + "/weights.safetensors")
      let error = #expect(throws: FileProblem.self) {
        try here.store.openTrained(name, pool: WorkerPool(threads: 1)) { _ in TinyRuns.data }
      }
      #expect(error?.remedy?.contains("cifarlab resume \(here.store.folder(name))") == true)
      let resumed = try here.resume(name)
      resumed.run.run(recorder: resumed.recorder)
      #expect(try here.bytes(name + "/weights.safetensors") == bytes)
    }
  }

  @Test func aDamagedCheckpointIsNamedAndNothingIsTouched() throws {
    try TinyRuns.inFolder { here in
      var name = ""
      do {
        let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
        let recorder = here.recorder(run)
        run.run(recorder: recorder)
        name = try #require(recorder.name)
      }
      let path = here.store.folder(name) + "/checkpoint"
      var bytes = try here.bytes(name + "/checkpoint")
      bytes[bytes.count - 1] ^= 1
      try FileAccess.write(bytes, to: path)
      let error = #expect(throws: FileProblem.self) { try here.resume(name) }
      #expect(error?.path == path)
      #expect(error?.reason.contains("checksum") == true)
      #expect(error?.remedy?.contains("cifarlab train --recipe") == true)
      #expect(here.store.list()[0].steps().count == 3)
    }
  }

  @Test func theRecipeOfARunRepeatsItWithTheRatesThatWereSetByHand() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      let control = TrainingControl()
      run.run(control, recorder: here.recorder(run)) { event in
        if case .stepEnded(let record) = event, record.step == 1 { control.learningRate = 0.02 }
      }
      let listing = here.store.list()[0]
      let recipe = try Recipe(contentsOf: listing.folder + "/run.json")
      #expect(recipe.training.learningRateChanges == [LearningRateChange(step: 2, learningRate: 0.02)])
      let again = try TinyRuns.run(recipe)
      again.run()
      #expect(again.network.weights == run.network.weights)
    }
  }
}
