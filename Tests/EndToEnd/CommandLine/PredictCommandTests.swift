import Foundation
import ImageData
import Testing

@Suite struct PredictCommandTests {
  /// A folder with a small trained network in `m.safetensors`, its run, and pictures: some in `pictures`, one broken.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let trained = try Lab.run(
      "train", "ConvBnNet", "--widths", "3,4,5", "--data", "shapes", "--size", "16", "--quiet", "--batch-size", "1000",
      "--fit", "1e-2, 1", "--save", "m.safetensors", in: folder.url)
    #expect(trained.status == 0, "\(trained.errors)")
    let pictures = folder.url.appendingPathComponent("pictures")
    try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
    for index in 0..<5 { try Self.png(index).write(to: pictures.appendingPathComponent("\(index).png")) }
    return folder
  }

  private static func png(_ seed: Int) throws -> Data {
    let pixels = (0..<3 * 20 * 30).map { UInt8(truncatingIfNeeded: $0 * (seed + 3) / 7) }
    return Data(try ImageCodec.encodePNG(pixels, width: 30, height: 20))
  }

  /// The probabilities by file name.
  private static func answers(_ result: Lab.Result) throws -> [String: [Double]] {
    var answers: [String: [Double]] = [:]
    for object in try result.objects() where object["event"] as? String == "prediction" {
      let top = object["top"] as? [[String: Any]] ?? []
      answers[object["file"] as? String ?? ""] = top.compactMap { $0["probability"] as? Double }
    }
    return answers
  }

  @Test func `a folder, an archive, single files and a pipe get the same answers, by run and by model`() throws {
    let folder = try prepared()
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    let byRun = try Lab.run("predict", run, "pictures", "--json", "--top", "10", in: folder.url)
    #expect(byRun.status == 0, "\(byRun.errors)")
    let expected = try Self.answers(byRun)
    #expect(expected.count == 5)
    for probabilities in expected.values {
      #expect(probabilities.count == 10)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(probabilities == probabilities.sorted(by: >))
    }
    let byModel = try Lab.run("predict", "m.safetensors", "pictures", "--json", "--top", "10", in: folder.url)
    #expect(try Self.answers(byModel) == expected)

    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/bin/tar")
    tar.arguments = ["-C", folder.path("pictures"), "-czf", folder.path("p.tgz"), "."]
    try tar.run()
    tar.waitUntilExit()
    let packed = try Lab.run("predict", "m.safetensors", "p.tgz", "--json", "--top", "10", in: folder.url)
    #expect(try Self.answers(packed) == expected)

    let single = try Lab.run(
      "predict", "m.safetensors", "pictures/3.png", "pictures/1.png", "--json", "--top", "10", in: folder.url)
    #expect(try Self.answers(single) == ["pictures/3.png": expected["3.png"]!, "pictures/1.png": expected["1.png"]!])

    var stream = Data()
    for index in 0..<5 { stream += try Self.png(index) }
    try stream.write(to: folder.url.appendingPathComponent("stream"))
    let piped = try CommandShell().run([
      "sh", "-c",
      "\(Lab.binary.path) predict \(folder.path("m.safetensors")) - --json --top 10 <\(folder.path("stream"))",
    ])
    let answers = try Self.answers(
      Lab.Result(status: 0, endedBySignal: false, output: piped, errors: ""))
    #expect(answers == Dictionary(uniqueKeysWithValues: (0..<5).map { ("-:\($0 + 1)", expected["\($0).png"]!) }))
  }

  @Test func `a broken picture gets a line that says so, and the exit code tells`() throws {
    let folder = try prepared()
    try Self.png(1).prefix(70).write(to: folder.url.appendingPathComponent("pictures/2.png"))
    for form in ["--json", "--csv", "--quiet"] {
      let result = try Lab.run("predict", "m.safetensors", "pictures", form, in: folder.url)
      #expect(result.status == 3)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == ["--json": 6, "--csv": 6, "--quiet": 5][form])
      #expect(lines.count { $0.contains("ends in the middle") } == 1)
    }
  }

  @Test func `pictures are sorted into folders of their classes`() throws {
    let folder = try prepared()
    for _ in 0..<2 {
      let result = try Lab.run("predict", "m.safetensors", "pictures", "--sort-into", "sorted", in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
    }
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path("sorted")).filter {
      $0.hasSuffix(".png")
    }
    #expect(found.count == 10)
    #expect(found.count { $0.hasSuffix("-2.png") } == 5)
  }

  @Test func `what cannot be a model or a picture is refused with a sentence`() throws {
    let folder = try prepared()
    let cases: [([String], Int32, String)] = [
      (["predict", "m.safetensors"], 2, "and pictures"), (["predict", "no-such-run", "pictures"], 3, "no-such-run"),
      (["predict", "pictures/1.png", "pictures"], 3, "safetensors"),
      (["predict", "m.safetensors", "nowhere"], 3, "nowhere"),
      (["predict", "m.safetensors", "pictures", "--csv", "--json"], 2, "--csv"),
      (["predict", "m.safetensors", "pictures", "--best"], 2, "--best"),
      (["predict", "m.safetensors", "runs"], 3, "no pictures"),
    ]
    for (arguments, status, word) in cases {
      let result = try Lab.start(arguments, in: folder.url).wait()
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(word), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
  }
}
