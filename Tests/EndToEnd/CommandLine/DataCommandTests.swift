import Foundation
import Testing

@Suite struct DataCommandTests {
  @Test func `data info tells the facts of the built-in set`() throws {
    let result = try Lab.run("data", "info", "shapes", "--json")
    #expect(result.status == 0)
    let facts = try #require(try result.objects().first)
    #expect(facts["event"] as? String == "data")
    #expect(facts["train_images"] as? Int == 10_000)
    #expect(facts["valid_images"] as? Int == 2_000)
    #expect((facts["classes"] as? [String])?.count == 10)
    #expect((facts["per_class"] as? [Int])?.reduce(0, +) == 10_000)
    #expect((facts["mean"] as? [Double])?.count == 3)
    #expect((facts["fingerprint"] as? String)?.isEmpty == false)
  }

  @Test func `data that are not there, or are no data, exit 3 with a remedy`() throws {
    let folder = try TemporaryFolder()
    try Data("hello".utf8).write(to: folder.url.appendingPathComponent("note.txt"))
    for source in ["nowhere", ".", "note.txt"] {
      let result = try Lab.run("data", "info", source, in: folder.url)
      #expect(result.status == 3)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("cifarlab: ") && result.errors.contains(". "), "\(result.errors)")
    }
  }

  @Test func `the list holds the built-in set and what can be fetched`() throws {
    let folder = try TemporaryFolder()
    let result = try Lab.run("data", "list", "--json", in: folder.url)
    let sources = try result.objects().map { $0["source"] as? String }
    #expect(sources.contains("shapes"))
    #expect(sources.contains("cifar10"))
  }

  @Test func `pictures are ASCII without colours unless the terminal announces more`() throws {
    let cases = [
      [:], ["TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": "1"],
      ["TERM": "xterm-256color", "LC_ALL": "C", "COLORTERM": "truecolor"],
    ]
    for environment in cases {
      let result = try Lab.run(
        "preview", "--data", "shapes", "--count", "2", "--index", "3", environment: environment)
      #expect(result.status == 0)
      #expect(result.output.utf8.allSatisfy { $0 < 128 && $0 != 27 }, "\(environment)")
      #expect(result.output.contains("x [2, 3, 32, 32]  y [2]"))
    }
  }

  @Test func `pictures have the colours that the terminal announces`() throws {
    let terminal = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
    let indexed = try Lab.run("preview", "--data", "shapes", "--count", "1", environment: terminal)
    #expect(indexed.output.contains("\u{1b}[38;5;"))
    let exact = try Lab.run(
      "preview", "--data", "shapes", "--count", "1", environment: terminal.merging(["COLORTERM": "24bit"]) { $1 })
    #expect(exact.output.contains("\u{1b}[38;2;"))
    #expect(exact.output.components(separatedBy: "▀").count - 1 == 32 * 16)
  }

  @Test func `a preview of mixed images says what each is made of`() throws {
    let mixed = ["preview", "--data", "shapes", "--count", "2", "--augmented", "--mixup", "1", "--seed", "3"]
    let facts = try #require(try Lab.start(mixed + ["--json"]).wait().objects().first)
    let share = try #require(facts["own_share"] as? Double)
    let names = try #require(facts["labels"] as? [String])
    let text = try Lab.start(mixed).wait().output
    let percent = Int((100 * share).rounded())
    #expect(text.contains("0 \(percent) % \(names[0]), else \(names[1])"), "\(text.prefix(400))")
    #expect(try Lab.run("preview", "--data", "shapes", "--json").objects().first?["own_share"] == nil)
    let plain = try Lab.run("preview", "--data", "shapes", "--cutout", "8")
    #expect(plain.status == 2 && plain.errors.contains("--cutout goes with --augmented"))
  }

  @Test func `an index beyond the images is wrong use`() throws {
    let result = try Lab.run("preview", "--data", "shapes", "--index", "10000")
    #expect(result.status == 2)
    #expect(result.errors.contains("9999"))
  }

  @Test func `a packed set is the same set, and a place that is taken is refused`() throws {
    let folder = try TemporaryFolder()
    let packed = try Lab.run("data", "pack", "shapes", "packed", "--json", in: folder.url)
    #expect(packed.status == 0, "\(packed.errors)")
    let read = try Lab.run("data", "info", "packed", "--json", in: folder.url)
    let fingerprint = try packed.objects().first?["fingerprint"] as? String
    #expect(try read.objects().first?["fingerprint"] as? String == fingerprint)
    let again = try Lab.run("data", "pack", "shapes", "packed", in: folder.url)
    #expect(again.status == 3)
    #expect(try Lab.run("data", "pack", "shapes").status == 2)
    #expect(try Lab.run("data", "fetch", "mnist").status == 2)
  }

  @Test(arguments: [SIGINT, SIGQUIT, SIGTERM, SIGHUP])
  func `a signal while images are loaded ends the process as an interrupted one`(signal: Int32) throws {
    let started = try Lab.start(["data", "info", "shapes", "--size", "64"])
    let process = started.process.processIdentifier
    let deadline = Date(timeIntervalSinceNow: 30)
    // From when on the last of them is caught, the images are being made.
    while try !isCaught(SIGHUP, by: process), Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
    kill(process, signal)
    let result = started.wait()
    #expect(result.status == 130)
    #expect(!result.endedBySignal)
    #expect(result.output.isEmpty)
    #expect(result.errors == "cifarlab: interrupted\n")
  }

  private func isCaught(_ signal: Int32, by process: Int32) throws -> Bool {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
    return UInt64(mask ?? "", radix: 16).map { $0 >> UInt64(signal - 1) & 1 == 1 } ?? false
  }
}
