import Foundation
import Testing

@Suite struct TrainCommandTests {
  private let small = ["--data", "shapes", "--size", "16", "--subset", "500", "--batch-size", "100", "--quiet"]

  private func train(_ arguments: [String], in folder: TemporaryFolder) throws -> Lab.Result {
    try withExtendedLifetime(folder) {
      try Lab.start(["train"] + arguments + small, in: folder.url).wait()
    }
  }

  @Test func `training speaks JSON lines: start, epochs that count on over fit calls, end`() throws {
    let result = try train(
      ["convnet", "--widths", "3,4,5", "--fit", "1e-2, 1", "--fit", "1e-2, 1, cycle_len=1", "--json", "--seed", "9"],
      in: TemporaryFolder())
    #expect(result.status == 0)
    let objects = try result.objects()
    #expect(objects.map { $0["event"] as? String } == ["start", "epoch", "epoch", "end"])
    #expect(objects[0]["network"] as? String == "ConvNet")
    #expect(objects[0]["widths"] as? [Int] == [3, 4, 5])
    #expect(objects[0]["train_images"] as? Int == 500)
    #expect(objects[0]["seed"] as? Int == 9)
    #expect(objects[1...2].map { $0["epoch"] as? Int } == [0, 1])
    #expect(objects[1...2].map { $0["fit"] as? Int } == [0, 1])
    #expect(objects[3]["status"] as? String == "completed")
    #expect(objects[3]["accuracy"] as? Double == objects[2]["accuracy"] as? Double)
  }

  @Test func `a subset larger than the set is all of it, and says so`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["train", "SimpleNet", "--data", "shapes", "--size", "16", "--max-steps", "1", "--json"]
    let result = try Lab.start(arguments + ["--subset", "20000"], in: folder.url).wait()
    #expect(try result.objects().first?["train_images"] as? Int == 10_000)
    #expect(result.errors.contains("a subset of 20000 is more than the 10000 training images of shapes: all are taken"))
  }

  @Test func `a batch larger than the set is all of it, and says so with what would be more steps`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["train", "SimpleNet", "--data", "shapes", "--size", "16", "--subset", "40", "--json"]
    let result = try Lab.start(arguments, in: folder.url).wait()
    #expect(result.status == 0)
    #expect(
      result.errors.contains(
        "a batch size of 256 is more than the 40 training images: the whole run is 4 steps of all of them; a batch size "
          + "of 16 makes it 12"))
  }

  @Test func `the same seed gives the same figures with one thread and with two`() throws {
    func losses(_ threads: String) throws -> [Double] {
      let result = try train(
        ["ConvNet2", "--widths", "3,8,8", "--fit", "1e-2, 1", "--json=steps", "--threads", threads],
        in: TemporaryFolder())
      return try result.objects().compactMap { $0["loss"] as? Double ?? $0["valid_loss"] as? Double }
    }
    let one = try losses("1")
    #expect(one.count == 6)
    #expect(try losses("2") == one)
  }

  @Test func `the time in which a training was suspended does not count as training`() throws {
    let folder = try TemporaryFolder()
    let began = ContinuousClock.now
    let started = try Lab.start(
      ["train", "ConvNet", "--data", "shapes", "--size", "16", "--fit", "1e-2, 3", "--json=steps", "--quiet"],
      in: folder.url)
    var said = Data()
    while said.count(where: { $0 == UInt8(ascii: "\n") }) < 3 {
      let more = started.output.fileHandleForReading.availableData
      try #require(!more.isEmpty)
      said += more
    }
    kill(started.process.processIdentifier, SIGSTOP)
    Thread.sleep(forTimeInterval: 2)
    kill(started.process.processIdentifier, SIGCONT)
    let epochs = try started.wait().objects().filter { $0["event"] as? String == "epoch" }
    #expect(epochs.count == 3)
    let seconds = epochs.compactMap { $0["seconds"] as? Double }.reduce(0, +)
    #expect(seconds < (ContinuousClock.now - began) / .seconds(1) - 2)
  }

  @Test func `max-steps ends a run as an epoch ends, with a validation`() throws {
    let result = try train(
      ["SimpleNet", "--widths", "768,5,10", "--fit", "1e-2, 3", "--max-steps", "4", "--json=steps"],
      in: TemporaryFolder())
    #expect(result.status == 0)
    let events = try result.objects().map { $0["event"] as? String }
    #expect(events == ["start"] + Array(repeating: "step", count: 4) + ["epoch", "end"])
  }

  @Test func `a run that diverges exits 4 and says at which step and rate`() throws {
    let folder = try TemporaryFolder()
    let result = try train(
      ["ConvNet", "--widths", "3,8,8", "--fit", "1e30, 2", "--json", "--save", "good.safetensors"], in: folder)
    #expect(result.status == 4)
    #expect(result.errors.contains("diverged at step"))
    #expect(result.errors.contains("1e+30"))
    #expect(try result.objects().last?["status"] as? String == "diverged")
    #expect(FileManager.default.fileExists(atPath: folder.path("good.safetensors")))
  }

  @Test func `the table goes to standard output, and no progress where there is no terminal`() throws {
    let folder = try TemporaryFolder()
    let result = try Lab.start(
      ["train", "ConvNet", "--widths", "3,4", "--fit", "1e-2, 1"] + small.dropLast(), in: folder.url
    ).wait()
    #expect(result.status == 0)
    #expect(result.output.contains("trn_loss   val_loss   accuracy"))
    #expect(!result.errors.contains("\r"))
    #expect(!(result.output + result.errors).contains("\u{1b}"))
  }

  @Test func `files that are missing are file problems and are found before the training`() throws {
    let cases = [
      ["ConvNet", "--save", "nowhere/weights.safetensors"], ["ConvNet", "--init", "nothing.safetensors"],
    ]
    for arguments in cases {
      let result = try train(arguments + ["--json"], in: TemporaryFolder())
      #expect(result.status == 3, "\(arguments)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(arguments[2]), "\(result.errors)")
    }
  }

  @Test func `widths that cannot work are wrong use and name the layer`() throws {
    let result = try train(["ConvNet", "--widths", "3,4,4,4,4,4"], in: TemporaryFolder())
    #expect(result.status == 2)
    #expect(result.errors.contains("layers."))
  }

  @Test func `a run is kept in the folder that the JSON names`() throws {
    let folder = try TemporaryFolder()
    let result = try train(["ConvNet", "--widths", "3,4", "--fit", "1e-2, 1", "--json", "--runs", "kept"], in: folder)
    let run = try #require(try result.objects().first?["run"] as? String)
    #expect(run.hasPrefix("kept/"))
    for file in ["run.json", "epochs.csv", "steps.csv", "checkpoint", "weights.safetensors"] {
      #expect(FileManager.default.fileExists(atPath: folder.path("\(run)/\(file)")), "\(file)")
    }
  }

  @Test func `a recipe repeats its run to the last digit, and its options cannot be given again`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["--quiet", "--json=steps"]
    let first = try train(
      ["ConvNet", "--widths", "3,4", "--fit", "1e-2, 1", "--seed", "5", "--json=steps"], in: folder)
    let run = try #require(try first.objects().first?["run"] as? String)
    let again = try Lab.start(["train", "--recipe", "\(run)/run.json"] + arguments, in: folder.url).wait()
    #expect(again.status == 0)
    func figures(_ result: Lab.Result) throws -> [Double] {
      try result.objects().compactMap { $0["smoothed"] as? Double ?? $0["valid_loss"] as? Double }
    }
    #expect(try figures(again) == figures(first))
    let mixed = try Lab.start(["train", "--recipe", "\(run)/run.json", "--seed", "1"], in: folder.url).wait()
    #expect(mixed.status == 2)
  }

  @Test func `a recipe of a run is not repeated on other images, unless that is asked for`() throws {
    let folder = try TemporaryFolder()
    let first = try train(["ConvNet", "--widths", "3,4", "--fit", "1e-2, 1", "--json"], in: folder)
    let run = try #require(try first.objects().first?["run"] as? String)
    let path = folder.url.appendingPathComponent("\(run)/run.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    let other = text.replacing(/"fingerprint"\s*:\s*"./, with: "\"fingerprint\": \"x")
    try Data(other.utf8).write(to: folder.url.appendingPathComponent("other.json"))
    let again = ["train", "--recipe", "other.json", "--runs", "again"]
    let refused = try Lab.start(again, in: folder.url).wait()
    #expect(refused.status == 3 && refused.output.isEmpty)
    #expect(refused.errors.contains("other.json: the images of 'shapes' are not those that the run began with"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("again")))
    let asked = try Lab.start(again + ["--any-data"], in: folder.url).wait()
    #expect(asked.status == 0)
    #expect(asked.errors.contains("the figures will be others"))
    let alone = try Lab.start(["train", "ConvNet", "--any-data"] + small, in: folder.url).wait()
    #expect(alone.status == 2)
  }

  @Test func `a small last batch is named where there is batch norm`() throws {
    let options = ["--fit", "1e-2, 1", "--data", "shapes", "--size", "16", "--subset", "500", "--batch-size", "99"]
    for (network, widths, isNamed) in [("ConvBnNet", "3,4,5", true), ("ConvNet", "3,4", false)] {
      let folder = try TemporaryFolder()
      let result = try Lab.start(["train", network, "--widths", widths] + options, in: folder.url).wait()
      #expect(result.errors.contains("cifarlab: the last batch of each epoch has") == isNamed, "\(result.errors)")
    }
  }

  @Test(arguments: [SIGINT, SIGQUIT, SIGTERM, SIGHUP])
  func `a signal stops the training after a checkpoint and exits 130`(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let started = try Lab.start(
      ["train", "ConvNet", "--widths", "3,4", "--fit", "1e-2, 2000", "--json=steps"] + small, in: folder.url)
    let first = try #require(try started.output.fileHandleForReading.read(upToCount: 64))
    #expect(!first.isEmpty)
    kill(started.process.processIdentifier, signal)
    let result = started.wait()
    #expect(result.status == 130)
    #expect(!result.endedBySignal)
    #expect(result.output.contains("\"status\":\"stopped\""))
    #expect(result.errors.hasPrefix("cifarlab: interrupted; runs/"))
    #expect(result.errors.contains("/checkpoint is kept; go on with: cifarlab resume runs/"))
  }

  @Test func `a run that was interrupted and resumed has the figures of an undisturbed one`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["ConvNet", "--widths", "3,4", "--fit", "1e-2, 100"]
    let undisturbed = try train(arguments + ["--runs", "whole", "--json"], in: folder)
    let started = try Lab.start(
      ["train"] + arguments + small + ["--runs", "parts", "--json=steps"], in: folder.url)
    _ = try started.output.fileHandleForReading.read(upToCount: 2000)
    kill(started.process.processIdentifier, SIGINT)
    #expect(started.wait().status == 130)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("parts")).first)
    let resumed = try Lab.start(["resume", run, "--runs", "parts", "--json", "--quiet"], in: folder.url).wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try resumed.objects().last?["accuracy"] as? Double == undisturbed.objects().last?["accuracy"] as? Double)
    #expect(
      try resumed.objects().dropLast().last?["valid_loss"] as? Double
        == undisturbed.objects().dropLast().last?["valid_loss"] as? Double)
  }

  @Test func `trainings at the same moment in one folder are runs of their own, each as if it were alone`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["train", "ConvNet", "--widths", "3,4", "--fit", "1e-2, 3", "--json"] + small
    func start(_ runs: String) throws -> Lab.Started {
      try Lab.start(arguments + ["--runs", runs], in: folder.url)
    }
    func run(_ started: Lab.Started) throws -> String {
      let result = started.wait()
      #expect(result.status == 0, "\(result.errors)")
      return try #require(try result.objects().first?["run"] as? String)
    }
    let alone = try run(start("alone"))
    let together = try (0..<3).map { _ in try start("together") }.map(run)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("together"))
    #expect(Set(names.map { "together/\($0)" }) == Set(together) && names.count == 3)
    for run in together {
      for file in ["steps.csv", "weights.safetensors", "best.safetensors"] {
        let (ours, other) = (folder.path("\(run)/\(file)"), folder.path("\(alone)/\(file)"))
        #expect(FileManager.default.contentsEqual(atPath: ours, andPath: other), "\(ours)")
      }
    }
  }

  @Test func `a reader that goes away stops the training without a word`() throws {
    let folder = try TemporaryFolder()
    let started = try Lab.start(
      ["train", "ConvNet", "--widths", "3,4", "--fit", "1e-2, 2000", "--json=steps"] + small, in: folder.url)
    _ = try started.output.fileHandleForReading.read(upToCount: 64)
    try started.output.fileHandleForReading.close()
    let errors = try started.errors.fileHandleForReading.readToEnd()
    started.process.waitUntilExit()
    #expect(started.process.terminationStatus == 130)
    #expect(errors?.isEmpty ?? true)
  }

  @Test func `a full disk behind standard output ends the training as a file problem, with its checkpoint`() throws {
    let folder = try TemporaryFolder()
    let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let result = try Lab.start(
      ["train", "ConvNet", "--widths", "3,4", "--fit", "1e-2, 1", "--json"] + small, in: folder.url, output: full
    ).wait()
    #expect(result.status == 3)
    #expect(result.errors.contains("No space left on device"))
    let run = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    #expect(FileManager.default.fileExists(atPath: folder.path("runs/\(run)/checkpoint")))
  }

  @Test func `summary --schedule has the rates that training goes by`() throws {
    let recipe = ["--data", "shapes", "--size", "16", "--subset", "500", "--batch-size", "100"]
    let network = ["ConvNet", "--widths", "3,4", "--fit", "1e-2, 1", "--fit", "2e-2, 2, cycle_len=1"]
    let folder = try TemporaryFolder()
    let trained = try Lab.start(["train"] + network + recipe + ["--json=steps", "--quiet"], in: folder.url).wait()
    let rates = try trained.objects().filter { $0["event"] as? String == "step" }.compactMap { $0["lr"] as? Double }
    let summary = try Lab.start(["summary"] + network + recipe + ["--schedule", "--json"]).wait()
    let schedule = try #require(try summary.objects().first?["schedule"] as? [String: Any])
    #expect(rates.count == 15 && schedule["lr"] as? [Double] == rates)
    #expect(schedule["steps"] as? Int == 15 && schedule["momentum"] as? [Double] == [Double](repeating: 0.9, count: 15))
    let text = try Lab.start(["summary"] + network + recipe + ["--schedule"]).wait().output
    #expect(text.contains("learning rate, momentum 0.9") && text.contains("fit 2"))
  }

  @Test func `what belongs to the schedule alone is refused in a summary without it`() throws {
    let result = try Lab.run("summary", "ConvNet", "--fit", "1e-2, 1")
    #expect(result.status == 2 && result.errors.contains("--fit goes with --schedule"))
  }
}
