import Foundation
import Testing

@Suite struct SplitCommandTests {
  private static let net = ["ConvBnNet", "--widths", "3,4,5"]

  @Test func `a part that is left aside is read by eval with --test alone`() throws {
    let folder = try TemporaryFolder()
    let base =
      ["train"] + Self.net + [
        "--data", "shapes", "--size", "16", "--quiet", "--batch-size", "1000", "--fit", "1e-2, 1",
      ]
    let trained = try Lab.start(base + ["--valid", "0.2", "--split-seed", "3", "--json"], in: folder.url).wait()
    #expect(trained.status == 0, "\(trained.errors)")
    let start = try #require(try trained.objects().first)
    let valid = try #require(start["valid_images"] as? Int)
    #expect((1_900...2_100).contains(valid) && start["train_images"] as? Int == 10_000 - valid)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    let document = try String(contentsOfFile: folder.path("runs/\(run)/run.json"), encoding: .utf8)
    #expect(document.contains("\"valid\" : 0.2") && document.contains("\"split_seed\" : 3"), "\(document)")
    for (arguments, images) in [([], valid), (["--test"], 2_000)] {
      let result = try Lab.start(["eval", run, "--json", "--quiet"] + arguments, in: folder.url).wait()
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.objects().first?["images"] as? Int == images)
    }
    #expect(try Lab.start(base + ["--runs", "others"], in: folder.url).wait().status == 0)
    let other = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("others")).first)
    let refused = try Lab.run("eval", "others/\(other)", "--test", in: folder.url)
    #expect(refused.status == 3 && refused.errors.contains("--valid"), "\(refused.errors)")
  }

  @Test func `shares that are none, and lists of what has no files, are refused`() throws {
    let folder = try TemporaryFolder()
    for share in ["0", "1", "-0.1", "nan", "half"] {
      #expect(try Lab.run("data", "info", "shapes", "--valid", share).status == 2, "\(share)")
    }
    let both = try Lab.run("data", "info", "shapes", "--valid", "0.5", "--test", "0.5")
    #expect(both.status == 3 && both.errors.contains("Leave --test out"), "\(both.errors)")
    #expect(try Lab.run("data", "split", "shapes", "list.txt", in: folder.url).status == 2)
    let list = try Lab.run("data", "split", "shapes", "list.csv", in: folder.url)
    #expect(list.status == 3 && list.errors.contains("no files of their own"), "\(list.errors)")
  }

  @Test func `a written division is the same set`() throws {
    let folder = try TemporaryFolder()
    for label in ["ant", "bee"] {
      try FileManager.default.createDirectory(
        atPath: folder.path("pets/\(label)"), withIntermediateDirectories: true)
      for index in 0..<8 {
        // A plain PPM picture of one colour.
        let value = UInt8(20 * index + (label == "ant" ? 0 : 10))
        try Data(Array("P6 2 2 255\n".utf8) + [UInt8](repeating: value, count: 12)).write(
          to: folder.url.appendingPathComponent("pets/\(label)/\(index).ppm"))
      }
    }
    let written = try Lab.run(
      "data", "split", "pets", "pets.csv", "--valid", "0.3", "--test", "0.2", "--json", "--quiet", in: folder.url)
    #expect(written.status == 0, "\(written.errors)")
    let facts = try #require(try written.objects().first)
    let info = try Lab.run("data", "info", "pets.csv", "--json", in: folder.url)
    #expect(info.status == 0, "\(info.errors)")
    #expect(try info.objects().first?["fingerprint"] as? String == facts["fingerprint"] as? String)
    #expect(try info.objects().first?["test_images"] as? Int == facts["test_images"] as? Int)
    let text = try String(contentsOfFile: folder.path("pets.csv"), encoding: .utf8)
    #expect(text.hasPrefix("file,label,split\npets/"))
  }
}
