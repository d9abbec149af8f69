import Foundation
import Testing

/// RUN on the command line, and the list of runs.
@Suite struct RunNameCommandTests {
  private static let net = ["ConvBnNet", "--widths", "3,4,5", "--data", "shapes", "--size", "16", "--subset", "200"]

  private func train(_ arguments: String..., in folder: TemporaryFolder) throws -> [String: Any] {
    let words = ["train"] + Self.net + ["--batch-size", "100", "--json", "--quiet"] + arguments
    let result = try Lab.start(words, in: folder.url).wait()
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try result.objects().last)
  }

  private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> Lab.Result {
    try Lab.start(arguments, in: folder.url).wait()
  }

  @Test func `everything that takes a RUN takes last, a beginning and a given name`() throws {
    let folder = try TemporaryFolder()
    let first = try train("--seed", "1", "--fit", "1e-1, 1", in: folder)
    let accuracy = try #require(first["accuracy"] as? Double)
    let named = try run("runs", "name", "last", "my best #paper | at 1e-1", in: folder)
    #expect(named.status == 0 && named.output.hasSuffix("-ConvBnNet-1: my best #paper | at 1e-1\n"), "\(named)")
    let second = try train("--seed", "2", "--fit", "1e-3, 2", in: folder)
    let folders = try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).sorted()
    for (word, seed) in [("my best", 1), ("my b", 1), ("last", 2), (String(folders[1]), 2)] {
      let shown = try #require(try run("runs", "show", word, "--json", in: folder).objects().first)
      #expect(shown["seed"] as? Int == seed, "\(word)")
    }
    let eval = try run("eval", "my best", "--json", "--quiet", in: folder)
    #expect(try eval.objects().first?["accuracy"] as? Double == accuracy, "\(eval.errors)")
    let inspect = try run("inspect", "my best", "--json", "--quiet", in: folder)
    #expect(try inspect.objects().first?["accuracy"] as? Double == accuracy, "\(inspect.errors)")
    let resumed = try run("resume", "my best", "--json", "--quiet", in: folder)
    #expect(try resumed.objects().last?["run"] as? String == first["run"] as? String, "\(resumed.errors)")
    let export = try run("runs", "export", "my best", "--out", "out", "--json", "--quiet", in: folder)
    #expect(try export.objects().last?["run"] as? String == folders[0], "\(export.errors)")
    let again = try run("train", "--recipe", "last", "--json", "--quiet", in: folder)
    #expect(try again.objects().last?["accuracy"] as? Double == second["accuracy"] as? Double, "\(again.errors)")
    let initial = ["eval"] + Self.net + ["--init", "my best", "--json", "--quiet"]
    let weights = try Lab.start(initial, in: folder.url).wait()
    #expect(try weights.objects().first?["accuracy"] as? Double == accuracy, "\(weights.errors)")

    let unclear = try run("eval", "20", in: folder)
    #expect(unclear.status == 3 && unclear.errors.contains("'20' may be \(folders[0]), \(folders[1])"), "\(unclear)")
    #expect(try run("eval", "no-such-run", in: folder).errors.contains("there is no run 'no-such-run'"))
    #expect(try run("runs", "name", "last", "a/b", in: folder).status == 2)
    #expect(try run("runs", "name", "last", "my best", in: folder).errors.contains("'my best' is the name of"))
    #expect(try run("runs", "name", "my best", in: folder).output.hasSuffix(": my best #paper | at 1e-1\n"))
  }

  @Test func `the list has the columns that are asked for, and only the runs that the filter lets through`() throws {
    let folder = try TemporaryFolder()
    _ = try train("--seed", "1", "--fit", "1e-1, 1", in: folder)
    _ = try run("runs", "name", "last", "first #paper", in: folder)
    _ = try train("--seed", "2", "--fit", "1e-3, 1", in: folder)
    let table = try run("runs", "--columns", "seed,lr,batch,state", in: folder)
    #expect(
      table.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") } == [
        "seed lr batch state", "1 1e-1 100 completed", "2 1e-3 100 completed",
      ], "\(table)")
    let automatic = try run("runs", in: folder).output
    #expect(automatic.hasPrefix("run  ") && ["name", "best", "lr", "seed"].allSatisfy(automatic.contains))
    for (filter, seeds) in [
      ("lr>0.05", [1]), ("!lr>0.05", [2]), ("1e-3", [2]), ("3,4,5", [1, 2]), ("tags=paper", [1]), ("!shapes", []),
      ("acc<101 seed=2", [2]),
    ] {
      let listed = try run("runs", "--filter", filter, "--json", in: folder).objects()
      #expect(listed.map { $0["seed"] as? Int } == seeds, "\(filter)")
    }
    #expect(try run("runs", "--filter", "!shapes", in: folder).errors.contains("none of the 2 runs in runs fits"))
    for wrong in [["--filter", "colour>3"], ["--columns", "colour"], ["--columns", "lr,lr"], ["--filter", "lr>"]] {
      let result = try Lab.start(["runs"] + wrong, in: folder.url).wait()
      #expect(result.status == 2 && result.errors.contains(wrong[1]), "\(result.errors)")
    }
    #expect(try run("runs", "--columns", "lr", "--json", in: folder).status == 2)
  }
}
