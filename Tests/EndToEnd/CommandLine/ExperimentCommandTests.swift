import Foundation
import Testing

@Suite struct ExperimentCommandTests {
  private static let data = ["--data", "shapes", "--size", "16", "--subset", "500", "--batch-size", "100", "--quiet"]

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Lab.Result {
    try withExtendedLifetime(folder) { try Lab.start(arguments, in: folder.url).wait() }
  }

  @Test func `compare gives each network's mean and spread over seeds`() throws {
    let result = try run(
      ["compare", "simplenet", "ConvNet2", "--seeds", "2", "--max-steps", "2", "--json"] + Self.data,
      in: TemporaryFolder())
    #expect(result.status == 0, "\(result.errors)")
    let rows = try result.objects()
    #expect(rows.map { $0["network"] as? String } == ["SimpleNet", "ConvNet2"])
    for row in rows {
      let accuracies = try #require(row["accuracies"] as? [Double])
      #expect(accuracies.count == 2)
      #expect(abs((row["accuracy"] as? Double ?? 0) - (accuracies[0] + accuracies[1]) / 2) < 1e-12)
      #expect(row["accuracy_std"] is Double)
    }
    #expect(rows[0]["article_accuracy"] as? Double == 0.4724)
  }

  @Test func `a comparison goes on where it was interrupted, with the rows that it had`() throws {
    let folder = try TemporaryFolder()
    let arguments =
      ["compare", "SimpleNet", "ConvNet2", "Resnet", "--max-steps", "20", "--json"] + Self.data.dropLast()
    func figures(_ result: Lab.Result) throws -> [NSDictionary] {
      try result.objects().map { row in NSDictionary(dictionary: row.filter { $0.key != "seconds" }) }
    }
    func runs() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).count }
    let whole = try run(arguments + ["--runs", "whole"], in: folder)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(!whole.errors.contains("found in"))

    let started = try Lab.start(arguments, in: folder.url)
    var rows = Data()
    while rows.count(where: { $0 == UInt8(ascii: "\n") }) < 2 {
      rows += try #require(try started.output.fileHandleForReading.read(upToCount: 1))
    }
    kill(started.process.processIdentifier, SIGINT)
    let interrupted = started.wait()
    #expect(interrupted.status == 130 && !interrupted.endedBySignal)
    #expect(interrupted.output.isEmpty)
    #expect(interrupted.errors.contains("cifarlab: interrupted at run 3/3  Resnet  seed 42; the same command goes on"))

    let again = try run(arguments, in: folder)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.hasPrefix(String(decoding: rows, as: UTF8.self)))
    #expect(try figures(again) == figures(whole))
    #expect(again.errors.contains(/cifarlab: SimpleNet: found in runs: [0-9-]+SimpleNet-42\n/))
    #expect(again.errors.contains(/cifarlab: ConvNet2: found in runs: [0-9-]+ConvNet2-42\n/))
    #expect(again.errors.contains(/run 3\/3  Resnet  seed 42: goes on with runs\/[0-9-]+Resnet-42\n/))
    #expect(try runs() == 3)

    let fresh = try run(arguments + ["--fresh", "--quiet"], in: folder)
    #expect(try figures(fresh) == figures(whole))
    #expect(fresh.errors.isEmpty)
    #expect(try runs() == 6)
  }

  @Test func `a comparison passes over a damaged run and names it`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["compare", "SimpleNet", "--max-steps", "2", "--json"] + Self.data
    let first = try run(arguments, in: folder)
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    let document = folder.path("runs/\(name)/run.json")
    try Data("{".utf8).write(to: URL(fileURLWithPath: document))
    let second = try run(arguments, in: folder)
    #expect(second.status == 0)
    #expect(second.errors.contains("cifarlab: runs/\(name): is damaged: run.json: "))
    #expect(try second.objects()[0]["accuracies"] as? [Double] == first.objects()[0]["accuracies"] as? [Double])
    #expect(try Data(contentsOf: URL(fileURLWithPath: document)) == Data("{".utf8))
  }

  @Test func `a sweep runs each point once, and prints what is left as commands`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["sweep", "ConvNet", "--seeds", "2", "--max-steps", "2", "--grid-widths", "3,4; 3,5"] + Self.data
    let small = try run(arguments + ["--lrs", "1e-2", "--json"], in: folder)
    #expect(small.status == 0, "\(small.errors)")
    #expect(try small.objects().map { ($0["accuracies"] as? [Double])?.count } == [2, 2])
    let commands = try run(arguments + ["--lrs", "1e-2,1e-1", "--commands"], in: folder)
    let lines = commands.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { $0.hasPrefix("cifarlab train ConvNet ") && $0.contains("--runs runs") })
    let larger = try run(arguments + ["--lrs", "1e-2,1e-1", "--json"], in: folder)
    #expect(try larger.objects().count == 4)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).count == 8)
    let table = try run(arguments + ["--lrs", "1e-2,1e-1"], in: folder).output.split(separator: "\n")
    #expect(table.count == 6 && table[5].hasPrefix("best: ConvNet 3,") && table[5].hasSuffix("over 2 seeds"))

    let listed = try run(["runs", "--json"], in: folder).objects()
    func names(_ width: Int) -> [String] {
      listed.filter { ($0["widths"] as? [Int])?[1] == width && $0["lr"] as? Double == 0.01 }
        .compactMap { $0["run"] as? String }
    }
    let shown = try run(["runs", "show"] + names(4) + names(5).prefix(1) + ["--ascii"], in: folder)
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("accuracy of 1, 2: mean") && !shown.output.contains("accuracy of 3"))
    #expect(shown.output.contains("differs") && shown.output.contains("3,5"))
    #expect(shown.output.contains("validation loss"))
    #expect(shown.output.utf8.allSatisfy { $0 < 128 })
    let facts = try run(["runs", "show"] + names(4) + names(5).prefix(1) + ["--json"], in: folder)
    let groups = try #require(try facts.objects().last?["groups"] as? [[String: Any]])
    #expect(groups.map { ($0["runs"] as? [String])?.count } == [2, 1])
    #expect(groups[0]["accuracy_mean"] is Double && groups[1]["accuracy_deviation"] is NSNull)
  }

  @Test func `an ablation trains the recipe without each ingredient, once`() throws {
    let folder = try TemporaryFolder()
    let arguments =
      ["ablate", "SimpleNet", "--nesterov", "--label-smoothing", "0.1", "--fit", "1e-2, 1", "--seeds", "2"]
      + ["--max-steps", "2", "--tta", "mirror"] + Self.data
    let first = try run(arguments + ["--json"], in: folder)
    #expect(first.status == 0, "\(first.errors)")
    let rows = try first.objects()
    #expect(
      rows.map { $0["recipe"] as? String } == ["all of it", "without label smoothing 0.1", "without nesterov on"])
    #expect(rows.allSatisfy { ($0["accuracies"] as? [Double])?.count == 2 && $0["seconds"] is Double })
    #expect(rows[0]["difference"] as? Double == 0)
    #expect(rows.allSatisfy { $0["tta_accuracy"] is Double && $0["tta_accuracy_std"] is Double })
    let again = try run(arguments, in: folder)
    #expect(again.output.split(separator: "\n").count == 4 && again.output.contains(" tta "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).count == 6)
    let added = try run(arguments + ["--add", "--commands"], in: folder).output.split(separator: "\n")
    #expect(added.count == 2 && added.allSatisfy { !$0.contains("nesterov") && !$0.contains("smoothing") })
    let none = try run(["ablate", "SimpleNet", "--fit", "1e-2, 1"] + Self.data, in: folder)
    #expect(none.status == 2 && none.errors.contains("no ingredient to leave out"))
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).max())
    let refused = try run(["ablate", name, "--nesterov"], in: folder)
    #expect(refused.status == 2 && refused.errors.contains("--nesterov is part of the recipe"))
  }

  @Test func `a comparison is drawn over time, with runs beside networks`() throws {
    let folder = try TemporaryFolder()
    let arguments = ["compare", "SimpleNet", "ConvNet2"] + Self.data
    let drawn = try run(arguments + ["--over-time", "--ascii", "--png", "plot.svg"], in: folder)
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.contains("best accuracy %") && drawn.output.contains("seconds of training"))
    let picture = try String(contentsOfFile: folder.path("plot.svg"), encoding: .utf8)
    #expect(picture.hasPrefix("<svg ") && picture.contains(">ConvNet2</text>") && picture.contains(">SimpleNet</text>"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).sorted()
    let rows = try run(["compare", names[0], names[1], "--over-time=flop", "--json"], in: folder).objects()
    #expect(rows.map { $0["name"] as? String } == names)
    for row in rows {
      let (flop, best) = (try #require(row["flop"] as? [Double]), try #require(row["best_accuracy"] as? [Double]))
      #expect(flop.count == 4 && flop[3] == 4 * flop[0] && flop[0] > 0 && best == best.sorted())
    }
    let alone = try run(["compare", "SimpleNet", "--png", "x.png"] + Self.data, in: folder)
    #expect(alone.status == 2 && alone.errors.contains("--png goes with --over-time"))
  }

  @Test func `a sweep whose runs cannot be kept trains nothing`() throws {
    let result = try run(
      ["sweep", "ConvNet", "--lrs", "1e-2,1e-1", "--runs", "/dev/null"] + Self.data, in: TemporaryFolder())
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("cifarlab: /dev/null: File exists"))
  }

  @Test func `inspect and export tell what a run gets wrong`() throws {
    let folder = try TemporaryFolder()
    let trained = try run(
      ["train", "ConvNet", "--widths", "3,6", "--fit", "1e-2, 1", "--json"] + Self.data, in: folder)
    let run = try #require(try trained.objects().first?["run"] as? String)
    let inspected = try self.run(["inspect", run, "--tta", "1", "--count", "3", "--json", "--quiet"], in: folder)
    #expect(inspected.status == 0, "\(inspected.errors)")
    let facts = try #require(try inspected.objects().first)
    let confusion = try #require(facts["confusion"] as? [[Int]])
    #expect(confusion.joined().reduce(0, +) == 2_000)
    #expect((facts["worst"] as? [Any])?.count == 3)
    #expect(facts["tta"] as? Int == 1)
    let text = try self.run(["inspect", run, "--quiet"], in: folder)
    #expect(text.output.contains("most confused") && text.output.contains("calibration"))
    #expect(
      text.output.contains("norm of the gradient, by epoch") && text.output.contains("filters of the first layer"))
    #expect((facts["layers_by_epoch"] as? [[String: Any]])?.count == (facts["layers"] as? [Any])?.count)

    let exported = try self.run(["runs", "export", run, "--out", "out", "--quiet"], in: folder)
    #expect(exported.status == 0, "\(exported.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
    #expect(Set(files).isSuperset(of: ["run.json", "epochs.csv", "weights.safetensors", "loss.png", "confusion.png"]))
  }

  @Test func `a theme that lacks a colour is named with what it lacks`() throws {
    let folder = try TemporaryFolder()
    try Data("{ name: \"bad\", appearance: \"dark\", roles: { text: \"#zz\" } }".utf8)
      .write(to: folder.url.appendingPathComponent("bad.json5"))
    let result = try run(["theme", "check", "bad.json5"], in: folder)
    #expect(result.status == 3)
    #expect(result.output.contains("missing"))
    let absent = try run(["theme", "check", "none.json5"], in: folder)
    #expect(absent.status == 3)
  }
}
