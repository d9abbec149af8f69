import Foundation
import Testing

@Suite struct TrainedCommandTests {
  private static let data = ["--data", "shapes", "--size", "16", "--quiet"]
  private static let net = ["ConvBnNet", "--widths", "3,4,5"]

  /// Trains a little network and leaves its weights in `w.safetensors`; returns the last epoch's figures.
  private func train(in folder: TemporaryFolder) throws -> [String: Any] {
    let result = try Lab.start(
      ["train"] + Self.net + Self.data
        + ["--batch-size", "1000", "--fit", "1e-2, 1", "--save", "w.safetensors", "--json"], in: folder.url
    ).wait()
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try result.objects().first { $0["event"] as? String == "epoch" })
  }

  @Test func `eval of a run, and of its saved weights, has the figures of the training's end`() throws {
    let folder = try TemporaryFolder()
    let epoch = try train(in: folder)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    let calls = [
      ["eval", run, "--json", "--quiet"], ["eval", "runs/\(run)", "--best", "--json", "--quiet"],
      ["eval"] + Self.net + ["--init", "w.safetensors", "--json"] + Self.data,
    ]
    for arguments in calls {
      let result = try Lab.start(arguments, in: folder.url).wait()
      #expect(result.status == 0, "\(result.errors)")
      let facts = try #require(try result.objects().first)
      #expect(facts["event"] as? String == "eval")
      #expect(facts["images"] as? Int == 2_000)
      #expect(facts["tta"] as? Int == 0)
      #expect(facts["accuracy"] as? Double == epoch["accuracy"] as? Double)
      let losses = (facts["loss"] as? Double ?? .nan, epoch["valid_loss"] as? Double ?? 0)
      #expect(abs(losses.0 - losses.1) < 1e-5)
    }
    let predictions = try Lab.run(
      "eval", run, "--predictions", "p.safetensors", "--quiet", in: folder.url)
    #expect(predictions.status == 0)
    let size = try #require(
      try FileManager.default.attributesOfItem(atPath: folder.path("p.safetensors"))[.size] as? Int)
    #expect(size > 2_000 * 11 * 4)
    let augmented = try Lab.run("eval", run, "--tta", "4", "--json", "--quiet", in: folder.url)
    #expect(try augmented.objects().first?["tta"] as? Int == 4)
  }

  @Test func `a run is evaluated and exported by either kind of batch statistics`() throws {
    let folder = try TemporaryFolder()
    let trained = try Lab.start(
      ["train"] + Self.net + Self.data + ["--batch-size", "1000", "--fit", "1e-2, 2", "--tta", "mirror", "--json"],
      in: folder.url
    ).wait()
    let end = try #require(try trained.objects().last)
    let stated = try #require(end["other_bn_stats"] as? [String: Any])
    #expect(stated["kind"] as? String == "ema")
    let run = try #require(end["run"] as? String)
    func eval(_ options: String...) throws -> (accuracy: Double?, loss: Double) {
      let result = try Lab.start(["eval", run, "--json", "--quiet"] + options, in: folder.url).wait()
      #expect(result.status == 0, "\(result.errors)")
      let facts = try #require(try result.objects().first)
      return (facts["accuracy"] as? Double, facts["loss"] as? Double ?? .nan)
    }
    let (last, own, ema) = (try eval("--bn-stats", "last"), try eval(), try eval("--bn-stats", "ema"))
    #expect(last == own && own.accuracy == end["accuracy"] as? Double && ema.loss != own.loss)
    #expect(ema.accuracy == stated["accuracy"] as? Double)
    let mirrored = try #require(end["tta"] as? [String: Any])
    #expect(mirrored["kind"] as? String == "mirror")
    #expect(try eval("--tta", "mirror").accuracy == mirrored["accuracy"] as? Double)
    #expect(abs(ema.loss - (stated["loss"] as? Double ?? 0)) < 1e-5)
    let inspected = try Lab.run("inspect", run, "--bn-stats", "ema", "--quiet", in: folder.url)
    #expect(inspected.output.contains("with --bn-stats last it gives accuracy "))
    let exported = try Lab.run(
      "runs", "export", run, "--bn-stats", "ema", "--only", "model,torch", "--out", "out", "--json", in: folder.url)
    #expect(try exported.objects().first?["bn_stats"] as? String == "ema")
    #expect(try String(contentsOfFile: folder.path("out/model.py"), encoding: .utf8).contains("\nbn_stats = \"ema\"\n"))
    try Data("P6 1 1 255 abc".utf8).write(to: folder.url.appendingPathComponent("dot.ppm"))
    let refused = try Lab.run(
      "predict", "out/model.safetensors", "dot.ppm", "--bn-stats", "last", "--quiet", in: folder.url)
    #expect(refused.status == 3 && refused.errors.contains("hold one kind of batch statistics, ema, and not last"))
    #expect(try Lab.run("predict", run, "dot.ppm", "--bn-stats", "ema", "--quiet", in: folder.url).status == 0)
  }

  @Test func `weights that are cut short, of another network, or without statistics are file problems`() throws {
    let folder = try TemporaryFolder()
    _ = try train(in: folder)
    let bytes = try Data(contentsOf: folder.url.appendingPathComponent("w.safetensors"))
    try bytes.dropLast(3).write(to: folder.url.appendingPathComponent("short.safetensors"))
    let calls = [
      ["eval"] + Self.net + ["--init", "short.safetensors"], ["eval", "ConvNet", "--init", "w.safetensors"],
      ["eval", "ConvBnNet", "--widths", "3,4,6", "--init", "w.safetensors"], ["eval", "no-such-run"],
      ["train", "ConvBnNet", "--widths", "3,4,6", "--init", "w.safetensors"],
    ]
    for arguments in calls {
      let result = try Lab.start(arguments + (arguments.count > 2 ? Self.data : []), in: folder.url).wait()
      #expect(result.status == 3, "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func `outputs that are not finite have no accuracy: exit 4 with a sentence`() throws {
    let folder = try TemporaryFolder()
    _ = try train(in: folder)
    var bytes = try Data(contentsOf: folder.url.appendingPathComponent("w.safetensors"))
    // The last value is a deviation that batch norm divides by.
    bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
    try bytes.write(to: folder.url.appendingPathComponent("nan.safetensors"))
    for command in [["eval"], ["eval", "--tta", "2"], ["inspect"]] {
      for style in [[], ["--json"]] {
        let arguments = command + Self.net + ["--init", "nan.safetensors"] + Self.data + style
        let result = try Lab.start(arguments, in: folder.url).wait()
        #expect(result.status == 4, "\(arguments)")
        #expect(result.output.isEmpty && result.errors.contains("are not finite: there is no loss and no accuracy"))
      }
    }
  }

  @Test func `weights in PyTorch's own format are named as such`() throws {
    let folder = try TemporaryFolder()
    let archive = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 8, count: 26) + Array("archive/data.pkl".utf8)
    try Data(archive).write(to: folder.url.appendingPathComponent("w.pth"))
    let result = try Lab.start(["eval"] + Self.net + ["--init", "w.pth"] + Self.data, in: folder.url).wait()
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("w.pth: not a safetensors file, but PyTorch's own format"))
    #expect(result.errors.contains("safetensors.torch.save_file("))
  }

  @Test func `what a run fixes cannot be given again`() throws {
    let result = try Lab.run("eval", "some-run", "--widths", "3,4")
    #expect(result.status == 2)
    #expect(result.errors.contains("--widths is fixed by the run"))
  }

  @Test func `runs are listed and shown with their epochs; foreign folders are named as such`() throws {
    let folder = try TemporaryFolder()
    let epoch = try train(in: folder)
    try FileManager.default.createDirectory(atPath: folder.path("runs/mine"), withIntermediateDirectories: false)
    let listed = try Lab.run("runs", "--json", in: folder.url).objects()
    #expect(Set(listed.map { $0["state"] as? String }) == ["completed", "foreign"])
    let run = try #require(listed.first { $0["state"] as? String == "completed" }?["run"] as? String)
    let shown = try #require(try Lab.run("runs", "show", run, "--json", in: folder.url).objects().first)
    #expect((shown["recipe"] as? [String: Any])?["network"] as? String == "ConvBnNet")
    let epochs = try #require(shown["epochs"] as? [[String: Any]])
    #expect(epochs.map { $0["accuracy"] as? Double } == [epoch["accuracy"] as? Double])
    #expect(try Lab.run("runs", "show", "mine", in: folder.url).status == 3)
    #expect(try Lab.run("runs", "list", in: folder.url).output.contains("ConvBnNet"))
  }

  @Test func `a damaged run says what is wrong, and its name does not steer the terminal`() throws {
    let folder = try TemporaryFolder()
    let path = "runs/old\u{1B}[2J"
    try FileManager.default.createDirectory(atPath: folder.path(path), withIntermediateDirectories: true)
    try Data("{".utf8).write(to: folder.url.appendingPathComponent(path + "/run.json"))
    let listed = try Lab.run("runs", in: folder.url)
    #expect(listed.status == 0)
    #expect(listed.output.contains("old?[2J") && listed.output.contains("damaged: run.json: is not JSON"))
    #expect(
      try Lab.run("runs", "--json", in: folder.url).objects().first?["reason"] as? String == "run.json: is not JSON")
  }

  @Test func `lr-find sweeps three hundred batches of a small set and names its suggestions`() throws {
    let arguments = ["lr-find", "ConvNet", "--widths", "3,8", "--batch-size", "250", "--json"] + Self.data
    let result = try Lab.start(arguments).wait()
    #expect(result.status == 0)
    let facts = try #require(try result.objects().first)
    let rates = try #require(facts["lr"] as? [Double])
    #expect(rates.first == 1e-5)
    #expect(rates.count == (facts["smoothed"] as? [Double])?.count)
    let expected = 1e-5 * pow(1e6, 7.0 / 300)
    #expect(abs(rates[7] / expected - 1) < 1e-12)
    #expect(Set((facts["suggestions"] as? [String: Any] ?? [:]).keys) == ["valley", "steep", "minimum"])
    #expect(facts["stopped_early"] is Bool)
  }

  @Test func `lr-find suggests nothing where too few points are left`() throws {
    let arguments =
      ["lr-find", "ConvNet", "--widths", "3,8", "--start-lr", "5", "--end-lr", "1e6", "--batch-size", "250"] + Self.data
    let result = try Lab.start(arguments).wait()
    #expect(result.status == 0)
    #expect(result.output.contains("points before the loss explodes are too few for a suggestion: start or end lower"))
    #expect(result.output.contains("recommended –  valley –  steep –  min ÷ 10 –"))
    let facts = try #require(try Lab.start(arguments + ["--json"]).wait().objects().first)
    #expect((facts["suggestions"] as? [String: Any])?.values.allSatisfy { $0 is NSNull } == true)
    #expect(facts["recommended"] is NSNull)
  }

  @Test func `lr-find --apply prints the calls scaled to the recommended rate, and --png the whole curve`() throws {
    let folder = try TemporaryFolder()
    let arguments =
      ["lr-find", "ConvBnNet", "--widths", "3,8,8", "--batch-size", "250", "--apply", "--png", "curve.svg"] + Self.data
    let result = try Lab.start(arguments, in: folder.url).wait()
    #expect(result.status == 0, "\(result.errors)")
    let facts = try #require(try Lab.start(arguments + ["--json"], in: folder.url).wait().objects().first)
    let rate = try #require(facts["recommended"] as? Double)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("--fit '") })
    let rates = lines.compactMap { Double($0.dropFirst(7).prefix { $0 != "," }) }
    // The network's own are 3e-2 and 1e-1.
    #expect(rates.count == 2 && rates[1] == rate && abs(rates[0] / rate - 0.3) < 1e-5)
    #expect((facts["fits"] as? [String])?.count == 2)
    let picture = try String(contentsOfFile: folder.path("curve.svg"), encoding: .utf8)
    #expect(picture.hasPrefix("<svg ") && picture.contains("recommended "))
  }

  @Test func `lr-find --by-trial recommends the rate of its best trial and tells the cost`() throws {
    let arguments =
      ["lr-find", "ConvBnNet", "--widths", "3,8", "--batch-size", "250", "--subset", "1000", "--fit", "0.1, 1"]
      + ["--by-trial", "--json"]
    let facts = try #require(try Lab.start(arguments + Self.data).wait().objects().first)
    let trials = try #require(facts["trials"] as? [[String: Any]])
    let best = try #require(trials.compactMap { $0["accuracy"] as? Double }.max())
    let found = try #require(facts["recommended"] as? Double)
    let trial = try #require(trials.first { $0["lr"] as? Double == found })
    #expect(trials.count >= 3 && (trial["accuracy"] as? Double ?? 0) >= best - 0.01)
    #expect((facts["trial_cost"] as? Double ?? 0) >= Double(trials.count) - 0.01)
  }

  @Test func `lr-find --apply without a recommended rate says why and fails`() throws {
    let arguments = ["lr-find", "ConvBnNet", "--widths", "3,8", "--end-lr", "1e-4", "--batch-size", "250", "--apply"]
    let result = try Lab.start(arguments + Self.data).wait()
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("nothing to apply: the loss"))
  }

  @Test func `a sweep that does not rise is wrong use`() throws {
    let result = try Lab.run("lr-find", "ConvNet", "--start-lr", "1", "--end-lr", "0.1")
    #expect(result.status == 2)
    #expect(result.errors.contains("is not below"))
  }
}
