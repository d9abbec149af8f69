import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Training

/// Small runs in a folder of their own.
package struct TinyRuns {
  package let root: String
  package var store: RunStore { RunStore(root: root + "/runs") }

  /// Calls `body` with an empty folder that is gone afterwards.
  package static func inFolder<Result>(_ body: (TinyRuns) throws -> Result) throws -> Result {
    let root = FileManager.default.temporaryDirectory.path + "/cifarlab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    return try body(TinyRuns(root: root))
  }

  package static let data: DataSet = {
    func images(_ count: Int, _ seed: UInt64) -> ImageSet {
      var generator = SeededGenerator(seed: seed)
      var labels: [UInt8] = []
      var pixels: [UInt8] = []
      for _ in 0..<count {
        let label = UInt8(generator.next() % 3)
        labels.append(label)
        for _ in 0..<3 * 16 * 16 { pixels.append(UInt8(generator.next() % 100) + 70 * label) }
      }
      return ImageSet(size: 16, pixels: pixels, labels: labels)
    }
    return DataSet(
      name: "tiny", source: "tiny", classes: ["dark", "grey", "light"], train: images(70, 1), valid: images(37, 2))
  }()

  package static func recipe(_ fits: String...) throws -> Recipe {
    var recipe = Recipe(network: "ConvBnNet")
    recipe.widths = [4, 5, 6]
    recipe.fits = try fits.map { try FitCall(parsing: $0) }
    recipe.batchSize = 32
    recipe.seed = 7
    return recipe
  }

  package static func run(_ recipe: Recipe, threads: Int = 1) throws -> TrainingRun {
    try TrainingRun(recipe, data: data, pool: WorkerPool(threads: threads))
  }

  /// A run whose network has seen two batches.
  package static func trained() throws -> TrainingRun {
    var recipe = try recipe("0.1, 1")
    recipe.training.maxSteps = 2
    let run = try run(recipe)
    run.run()
    return run
  }

  /// 2026-11-23 21:36:50 UTC.
  package static let time = 1_795_469_810.0

  /// The document of a run that has just begun.
  package static func document() throws -> RunDocument {
    try RunDocument(run(recipe("0.1, 2")), created: Date(timeIntervalSince1970: time))
  }

  /// A folder of the store with this document alone.
  package func put(_ document: RunDocument, as name: String) throws {
    try FileAccess.makeFolder(store.folder(name))
    try FileAccess.write(document.json(), to: store.folder(name) + "/run.json")
  }

  package func recorder(_ run: TrainingRun, every interval: Double = 1e9) -> RunRecorder {
    RunRecorder(store, run, checkpointEvery: interval, now: { 0 }, wallTime: { TinyRuns.time })
  }

  package func resume(_ name: String, threads: Int = 1) throws -> (run: TrainingRun, recorder: RunRecorder) {
    try store.resume(name, pool: WorkerPool(threads: threads)) { _ in TinyRuns.data }
  }

  package func bytes(_ path: String) throws -> [UInt8] {
    try FileAccess.read(root + "/runs/" + path, limit: 100_000_000)
  }
}

extension [EpochRow] {
  /// Without what no repetition can give again.
  package var withoutTimes: [EpochRow] {
    map {
      var row = $0
      row.seconds = 0
      return row
    }
  }
}
