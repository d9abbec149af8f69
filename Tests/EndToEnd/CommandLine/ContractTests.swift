import Foundation
import Testing

@Suite struct ContractTests {
  @Test func `without a terminal the bare command prints the help and exits 2`() throws {
    let result = try Lab.run()
    #expect(result.status == 2)
    #expect(result.output.contains("usage: cifarlab"))
  }

  @Test func `help and version are results, not errors`() throws {
    for arguments in [["--help"], ["help"], ["help", "summary"], ["summary", "--help"], ["--version"]] {
      let result = try Lab.start(arguments).wait()
      #expect(result.status == 0)
      #expect(!result.output.isEmpty && result.errors.isEmpty)
    }
  }

  @Test func `wrong use exits 2, says what to do on standard error, and nothing on standard output`() throws {
    let cases = [
      (["sumary"], "did you mean 'summary'"), (["summary"], "NET is missing"),
      (["summary", "ConvNett"], "did you mean ConvNet"), (["summary", "ConvNet", "--width", "3"], "--widths"),
      (["summary", "ConvNet", "ConvNet"], "one operand too many"), (["--json"], "stands before the command"),
      (["runs", "shw"], "did you mean 'runs show'"), (["data"], "one of list, info"),
    ]
    for (arguments, hint) in cases {
      let result = try Lab.start(arguments).wait()
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(hint), "\(arguments): \(result.errors)")
    }
  }

  @Test func `a full disk behind standard output is a file problem with a reason`() throws {
    let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let result = try Lab.run("--help", output: full)
    #expect(result.status == 3)
    #expect(result.errors.contains("No space left on device"))
  }

  @Test func `a reader that has gone ends the command without a message`() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let result = try Lab.run("--help", output: pipe.fileHandleForWriting)
    #expect(result.status == 0)
    #expect(!result.endedBySignal)
    #expect(result.errors.isEmpty)
  }

  @Test func `bench gives the time of a step and the machine's peak of the same minute`() throws {
    let result = try Lab.run("bench", "SimpleNet", "--batch-size", "32", "--layers", "--threads", "1", "--json")
    #expect(result.status == 0)
    let facts = try #require(try result.objects().first)
    #expect(facts["event"] as? String == "bench")
    #expect(facts["batch"] as? Int == 32)
    for name in ["median_ms", "images_per_second", "gflops", "peak_gflops"] {
      #expect(facts[name] as? Double ?? 0 > 0, "\(name)")
    }
    let passes = try #require(facts["layers"] as? [[String: Any]])
    let ofFirst = passes.filter { $0["layer"] as? String == "layers.0" }.compactMap { $0["pass"] as? String }
    #expect(ofFirst == ["forward", "weight gradient", "forward, by sgemm", "weight gradient, by sgemm"])
    #expect(passes.contains { $0["layer"] as? String == "layers.1" && $0["pass"] as? String == "input gradient" })
  }

  @Test func `the lab without a terminal is wrong use, unless lines of text are what the terminal is for`() throws {
    let refused = try Lab.run("lab", "--data", "shapes", environment: ["TERM": "xterm-256color"])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("lab --plain"))
    let plain = try Lab.run("lab", "--plain", "--data", "shapes", environment: ["TERM": "xterm-256color"])
    #expect(plain.status == 0)
    #expect(!plain.output.contains("\u{1b}"))
  }
}
