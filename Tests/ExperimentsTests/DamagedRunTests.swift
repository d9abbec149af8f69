import Files
import Foundation
import Kernels
import RunSamples
import Testing
import Training

@testable import Experiments

/// Run folders that say what no run does, or lack what they had.
@Suite struct DamagedRunTests {
  @Test(arguments: [
    (#""accuracy" : "#, "-1", "'result.accuracy' is -1.0, which no run has"),
    (#""accuracy" : "#, "1e30", "'result.accuracy' is 1e+30, which no run has"),
    (#""train_images" : "#, "9223372036854775807", "'data.train_images' is 9223372036854775807, which no run has"),
    (#""valid_images" : "#, "-1", "'data.valid_images' is -1, which no run has"),
    (#""parameters" : "#, "9223372036854775807", "'parameters' is 9223372036854775807, which no run has"),
    (#""epochs" : "#, "9223372036854775807", "'result.epochs' is 9223372036854775807, which no run has"),
    (#""steps" : "#, "-5", "'result.steps' is -5, which no run has"),
    (#""seconds" : "#, "-1e300", "'result.seconds' is -1e+300, which no run has"),
    (#""epoch" : "#, "-1", "'result.best.epoch' is -1, which no run has"),
    (#""created" : "#, "1e300", "'created' is 1e+300, which is no time in seconds since 1970"),
    (#""accuracy" : "#, "1e999", "is not JSON"),
  ])
  func `figures that no run has make it a damaged one`(_ key: String, _ value: String, _ reason: String) throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      run.run(recorder: here.recorder(run))
      let path = here.store.list()[0].folder + "/run.json"
      let text = String(decoding: try FileAccess.read(path, limit: 100_000), as: UTF8.self)
      // The last one: the best epoch's figures stand before those of the run.
      let place = try #require(key.contains("accuracy") ? text.ranges(of: key).first : text.ranges(of: key).last)
      let rest = text[place.upperBound...].drop { !",\n".contains($0) }
      let damaged = text[..<place.upperBound] + value + rest
      try FileAccess.write(Array(damaged.utf8), to: path)
      #expect(here.store.list()[0].content == .damaged("run.json: " + reason))
      #expect(here.store.list()[0].status == .damaged)
    }
  }

  @Test(arguments: ["steps.csv", "epochs.csv", "layers.csv", "events"], [0, 90, -1])
  func `a log that lost its end goes on with a gap, and that is said`(_ log: String, _ bytes: Int) throws {
    try TinyRuns.inFolder { here in
      let whole = try TinyRuns.run(TinyRuns.recipe("0.1, 3"))
      whole.run(recorder: here.recorder(whole))
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 3"))
      let control = TrainingControl()
      let recorder = here.recorder(run)
      run.run(control, recorder: recorder) { event in
        if case .stepEnded(let record) = event, record.step == 7 { control.request = .stop }
      }
      let folder = try #require(recorder.folder)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      let path = folder + "/" + (try #require(files.first { $0.hasPrefix(log) }))
      if bytes < 0 {
        try FileManager.default.removeItem(atPath: path)
      } else {
        try FileAccess.write(FileAccess.read(path, limit: 1_000_000).prefix(bytes), to: path)
      }

      let resumed = try here.resume(try #require(recorder.name))
      var warnings: [String] = []
      let reason = resumed.run.run(recorder: resumed.recorder) { event in
        if case .warning(let text) = event { warnings.append(text) }
      }
      #expect(reason == .completed)
      #expect(warnings.count == 1 && warnings[0].contains(path) && warnings[0].contains("goes on with a gap"))
      #expect(resumed.run.network.weights == whole.network.weights)
      let (listing, full) = (here.store.list()[1], here.store.list()[0])
      #expect(listing.flaws().isEmpty)
      #expect(listing.steps().last == full.steps().last)
      #expect(Set(listing.steps().map(\.step)).isSubset(of: full.steps().map(\.step)))
      #expect((listing.steps().count < full.steps().count) == (log == "steps.csv"))
      #expect(listing.epochs().last?.accuracy == full.epochs().last?.accuracy)
      #expect((listing.epochs().count < full.epochs().count) == (log == "epochs.csv"))
      #expect(listing.document?.result.epochs == 3)
      let events = try FileAccess.read(
        folder + "/" + (try #require(files.first { $0.hasPrefix("events") })), limit: 1_000_000)
      #expect(EventFile.wholeLength(events) == events.count)
    }
  }

  @Test func `rows that cannot be read are told of`() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      run.run(recorder: here.recorder(run))
      let listing = here.store.list()[0]
      #expect(listing.flaws().isEmpty)
      let path = listing.folder + "/epochs.csv"
      let text = String(decoding: try FileAccess.read(path, limit: 100_000), as: UTF8.self)
      try FileAccess.write(Array((text + "2,0,0.1,2,2,1e30,1\n").utf8), to: path)
      #expect(
        listing.flaws() == [
          FileProblem(
            path: path, reason: "line 4 is none that a run writes there; the rows from there on are left out")
        ])
      #expect(listing.epochs().count == 2)
    }
  }

  @Test func `a curve breaks where places are missing`() {
    func point(_ place: Int, _ y: Double) -> RunPoint { RunPoint(place: place, x: Double(place), y: y) }
    let points = [point(0, 1), point(1, 2), point(5, 3)].withGaps
    #expect(points.map(\.place) == [0, 1, 2, 5])
    #expect(points[2].y.isNaN && points[2].x == 3)
    #expect([point(3, 1), point(4, 2)].withGaps == [point(3, 1), point(4, 2)])
  }
}
