import Foundation
import Kernels
import Pinning
import Testing

/// What programs read: every command's `--json`, to the last digit.
@Suite struct JSONPins {
  private static let data = ["--data", "shapes", "--size", "16", "--subset", "150", "--batch-size", "37"]
  private static let networks = ["SimpleNet", "ConvNet", "ConvNet2", "ConvBnNet", "ConvBnNet2", "Resnet", "Resnet2"]

  /// Runs a command in `folder` and compares what it writes; figures of a network depend on the registers.
  private func check(
    _ name: String, _ arguments: [String], in folder: TemporaryFolder, dependsOnRegisters: Bool = true,
    status: Int32 = 0
  ) throws {
    let result = try withExtendedLifetime(folder) { try Lab.start(arguments, in: folder.url).wait() }
    #expect(result.status == status, "\(name): \(result.errors)")
    let shown = Transcript.withoutTimes(result.output)
    let kind = dependsOnRegisters ? "json-\(KernelBuild.vectorBits)" : "json"
    let recorded = try Recorded.text("\(Transcript.folder)/\(kind)/\(name).jsonl", now: shown)
    #expect(shown == recorded, "\(name)")
  }

  @Test(arguments: networks) func summariesAreAsRecorded(of network: String) throws {
    try check("summary-\(network)", ["summary", network, "--json"], in: TemporaryFolder())
  }

  @Test func whatIsSaidOfDataIsAsRecorded() throws {
    let folder = try TemporaryFolder()
    try check("data-list", ["data", "list", "--json"], in: folder, dependsOnRegisters: false)
    let info = ["data", "info", "shapes", "--size", "16", "--json"]
    try check("data-info", info, in: folder, dependsOnRegisters: false)
    let preview = ["preview", "--data", "shapes", "--size", "16", "--json"]
    try check("preview", preview, in: folder, dependsOnRegisters: false)
    try check("data-pack", ["data", "pack", "shapes", "packed", "--json"], in: folder, dependsOnRegisters: false)
  }

  @Test func whatIsWrongWithAThemeIsAsRecorded() throws {
    let folder = try TemporaryFolder()
    try Data(#"{appearance: "grey"}"#.utf8).write(to: folder.url.appendingPathComponent("theme.json5"))
    let check = ["theme", "check", "theme.json5", "--json"]
    try self.check("theme-check", check, in: folder, dependsOnRegisters: false, status: 3)
  }

  @Test func aRunAndAllThatIsAskedOfItAreAsRecorded() throws {
    let folder = try TemporaryFolder()
    let options = ["--widths", "4,5,6", "--fit", "0.05, 1", "--fit", "0.1, 1, cycle_len=2, wds=1e-4"] + Self.data
    try check("train", ["train", "ConvBnNet", "--json", "--runs", "first"] + options, in: folder)
    try check("train-steps", ["train", "ConvBnNet", "--json=steps"] + options, in: folder)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    try check("eval", ["eval", run, "--json"], in: folder)
    try check("eval-tta", ["eval", run, "--best", "--tta", "2", "--json"], in: folder)
    try check("inspect", ["inspect", run, "--count", "3", "--json"], in: folder)
    try check("runs-list", ["runs", "list", "--json"], in: folder)
    try check("runs-show", ["runs", "show", run, "--json"], in: folder)
    try check("runs-export", ["runs", "export", run, "--json"], in: folder, dependsOnRegisters: false)
    // Without a checkpoint it begins anew.
    try FileManager.default.removeItem(atPath: folder.path("runs/\(run)/checkpoint"))
    try check("resume", ["resume", run, "--json"], in: folder)
  }

  @Test func aRunThatDivergesIsAsRecorded() throws {
    let train = ["train", "ConvNet2", "--widths", "3,5,6", "--fit", "1e30, 1", "--json"] + Self.data
    try check("train-diverged", train, in: TemporaryFolder(), status: 4)
  }

  @Test func experimentsAreAsRecorded() throws {
    let folder = try TemporaryFolder()
    let find = ["lr-find", "ConvNet", "--widths", "3,7,9", "--data", "shapes", "--subset", "300", "--batch-size", "3"]
    try check("lr-find", find + ["--json"], in: folder)
    let compare = ["compare", "SimpleNet", "ConvBnNet", "--seeds", "2", "--max-steps", "3", "--json"] + Self.data
    try check("compare", compare, in: folder)
    let sweep = ["sweep", "ConvNet", "--lrs", "1e-2,1e-1", "--seeds", "2", "--max-steps", "3", "--json"] + Self.data
    try check("sweep", sweep, in: folder)
  }

  @Test func aBenchHasTheRecordedKeys() throws {
    let bench = ["bench", "SimpleNet", "--batch-size", "8", "--layers", "--epoch", "--data", "shapes"]
    try check("bench", bench + ["--threads", "1", "--json"], in: TemporaryFolder(), dependsOnRegisters: false)
  }
}
