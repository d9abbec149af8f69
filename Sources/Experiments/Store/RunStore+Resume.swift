import Files
import Foundation
import ImageData
import Kernels
import Networks
import Training

extension RunStore {
  /// Resumes a run from its last checkpoint, or from its recipe if there is none.
  ///
  /// `load` reads the images that the recipe names; they must be the same as before.
  package func resume(
    _ name: String, checkpointEvery interval: Double = 30, pool: WorkerPool,
    now: @escaping () -> Double = Learner.monotonicSeconds,
    wallTime: @escaping () -> Double = { Date().timeIntervalSince1970 }, load: (Recipe) throws -> DataSet
  ) throws -> (run: TrainingRun, recorder: RunRecorder) {
    let listing = try find(name)
    // Only a run gets the file of a lock.
    _ = try listing.readDocument()
    guard let lock = try RunFiles.lock(listing.folder) else { throw RunFolderError.inUse(listing.name) }
    let document = try find(name).readDocument()
    FileAccess.removeLeftovers(in: listing.folder)
    let data = try load(document.recipe)
    try document.check(data)
    var recipe = document.recipe
    // The checkpoint has the weights; the file that they started from may no longer exist.
    if RunFiles.hasCheckpoint(listing.folder) { recipe.initialWeights = nil }
    let run = try TrainingRun(recipe, data: data, pool: pool)
    let resumed = try remedied("train the run again with: cifarlab train --recipe \(listing.folder)/run.json") {
      let resumed = try RunFiles.resume(
        folder: listing.folder, document: document, lock: lock, run: run)
      do {
        if let state = resumed?.state { try run.learner.restore(state) }
      } catch {
        throw FileProblem(path: listing.folder + "/checkpoint", reason: "\(error)")
      }
      return resumed
    }
    let files =
      resumed?.files
      ?? RunFiles(folder: listing.folder, document: document, facts: ModelFacts(run), lock: lock)
    let recorder = RunRecorder(
      name: listing.name, files: files, hasCheckpoint: resumed != nil, checkpointEvery: interval, now: now,
      wallTime: wallTime)
    return (run, recorder)
  }

  /// A run's network with the weights of its last or best epoch, for evaluation with the recipe's kind of batch
  /// statistics, or another.
  ///
  /// `load` reads the images that the recipe names; they must be the same as before.
  package func openTrained(
    _ name: String, best: Bool = false, statistics: NetworkOptions.BatchNormStatistics? = nil, pool: WorkerPool,
    load: (Recipe) throws -> DataSet
  ) throws -> TrainingRun {
    let listing = try find(name)
    let document = try listing.readDocument()
    var recipe = document.recipe
    let path = listing.weightsPath(best: best)
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileProblem(
        path: path, reason: "is not there: no epoch is over yet",
        remedy: "go on with: cifarlab resume \(listing.folder)")
    }
    let data = try load(recipe)
    try document.check(data)
    (recipe.initialWeights, recipe.newHead) = (path, false)
    let own = recipe.options.statistics
    recipe.options.statistics = statistics ?? own
    let remedy =
      best ? "leave out --best" : "write them anew from the checkpoint with: cifarlab resume \(listing.folder)"
    return try remedied(remedy) {
      let run = try TrainingRun(recipe, data: data, pool: pool, needsStatistics: true, kind: own)
      if statistics != nil { try run.network.checkKnowsTwoStatistics() }
      return run
    }
  }

  /// Adds `remedy` to file problems of `body`.
  private func remedied<Result>(_ remedy: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let problem as FileProblem {
      throw FileProblem(path: problem.path, reason: problem.reason, remedy: problem.remedy ?? remedy)
    }
  }
}

extension RunListing {
  /// The run's document; throws why there is none.
  package func readDocument() throws(FileProblem) -> RunDocument {
    switch content {
    case .run(let document): return document
    case .damaged(let reason):
      throw FileProblem(path: folder, reason: "is damaged: \(reason)", remedy: "it is left as it is")
    case .foreign:
      throw FileProblem(path: folder, reason: "is no run: it has no run.json", remedy: "it is left as it is")
    }
  }
}
