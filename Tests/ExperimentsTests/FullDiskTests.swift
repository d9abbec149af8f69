import Files
import Foundation
import RunSamples
import Testing
import Training

@testable import Experiments

/// What happens where a run's files cannot be written: the training goes on, and it is said once and at the end.
@Suite struct FullDiskTests {
  /// Trains with `recorder`, doing something with its folder after each step; returns the warnings.
  private func warnings(
    _ run: TrainingRun, _ recorder: RunRecorder, after: (StepRecord) -> Void = { _ in }
  ) -> [String] {
    var warnings: [String] = []
    let reason = run.run(recorder: recorder) { event in
      if case .warning(let text) = event { warnings.append(text) }
      if case .stepEnded(let record) = event { after(record) }
    }
    #expect(reason == .completed)
    return warnings
  }

  @Test func aFolderThatCannotBeMadeIsSaidAtTheStartAndAtTheEnd() throws {
    try TinyRuns.inFolder { here in
      try FileAccess.write([], to: here.store.root)
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      let recorder = here.recorder(run)
      let warnings = warnings(run, recorder)
      #expect(warnings.count == 2)
      #expect(warnings[0].contains("cannot be kept") && warnings[1].contains("nothing of the run was kept"))
      #expect(recorder.isIncomplete)
    }
  }

  @Test func aFolderThatVanishesKeepsWhatItHad() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 4"))
      let recorder = here.recorder(run)
      let folder = try #require(recorder.folder)
      let warnings = warnings(run, recorder) { record in
        guard record.step == 6 else { return }
        try? FileManager.default.moveItem(atPath: folder, toPath: folder + "-kept")
      }
      #expect(warnings.count == 2)
      #expect(recorder.isIncomplete)
      let kept = try #require(here.store.list().first { $0.name.hasSuffix("-kept") })
      #expect(kept.epochs().count == 2)
      let resumed = try here.resume(kept.name)
      #expect(resumed.run.learner.position.step == 6)
    }
  }

  /// Where large files do not fit any more, small ones still do: no reason to warn again each time.
  @Test func oneFileThatFailsWhileOthersDoNotIsOneWarning() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 4"))
      let recorder = here.recorder(run, every: 0)
      let folder = try #require(recorder.folder)
      let warnings = warnings(run, recorder) { record in
        guard record.step == 4 else { return }
        try? FileManager.default.removeItem(atPath: folder + "/weights.safetensors")
        try? FileManager.default.createDirectory(
          atPath: folder + "/weights.safetensors", withIntermediateDirectories: false)
      }
      #expect(warnings.count == 2)
      #expect(warnings[0].contains("the training goes on"))
      #expect(warnings[1].contains("not whole") && warnings[1].contains("cifarlab resume \(folder)"))
      #expect(recorder.isIncomplete)
      // Not completed: whoever resumes it gets it whole.
      #expect(here.store.list()[0].status == .interrupted)
      #expect(here.store.list()[0].steps().count == 12)
      try FileManager.default.removeItem(atPath: folder + "/weights.safetensors")
      let resumed = try here.resume(here.store.list()[0].name)
      #expect(self.warnings(resumed.run, resumed.recorder).isEmpty)
      #expect(here.store.list()[0].status == .completed)
      #expect(resumed.run.network.weights == run.network.weights)
    }
  }

  @Test func whatCouldNotBeWrittenAtFirstIsWrittenWhenThereIsRoom() throws {
    try TinyRuns.inFolder { here in
      let whole = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      whole.run(recorder: here.recorder(whole, every: 0))
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      let recorder = here.recorder(run, every: 0)
      let best = try #require(recorder.folder) + "/best.safetensors"
      try FileManager.default.createDirectory(atPath: best, withIntermediateDirectories: false)
      let warnings = warnings(run, recorder) { record in
        if record.step == 4 { try? FileManager.default.removeItem(atPath: best) }
      }
      #expect(warnings.count == 2)
      #expect(!recorder.isIncomplete)
      let names = here.store.list().map(\.name)
      for file in ["best.safetensors", "weights.safetensors"] {
        #expect(try here.bytes("\(names[1])/\(file)") == here.bytes("\(names[0])/\(file)"))
      }
      #expect(here.store.list().map(\.status) == [.completed, .completed])
    }
  }
}
