import Files
import Foundation
import Training

/// Records a training run in its folder. A full or read-only disk never stops the training: the recorder warns once,
/// keeps trying, and reports at the end what is missing.
package final class RunRecorder {
  /// Parts that are written independently: one failing does not keep the others from being tried.
  private enum Part: Hashable { case logs, checkpoint, document, finder }

  /// The run's name in the store; nil: its folder could not be created.
  package private(set) var name: String?
  package private(set) var folder: String?
  /// Whether something is missing in the folder: the command line then exits with 3.
  package var isIncomplete: Bool { startProblem != nil || !missing.isEmpty }
  /// Why there is no folder.
  package private(set) var startProblem: (any Error)?
  /// The last checkpoint that was written, also by an earlier process.
  package private(set) var checkpointPath: String?

  private var files: RunFiles?
  private let interval: Double
  private let now: () -> Double
  private let wallTime: () -> Double
  private var lastCheckpoint: Double
  private var lastFlush: Double
  private var checkpointedPosition: TrainingPosition?
  /// Parts whose last write failed.
  private var missing: Set<Part> = []
  /// The first failure of a write.
  private var problem: String?

  /// Creates a new folder in `store`. Checkpoints are written after each epoch and every `interval` seconds.
  package init(
    _ store: RunStore, _ run: TrainingRun, checkpointEvery interval: Double = 30,
    now: @escaping () -> Double = Learner.monotonicSeconds,
    wallTime: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.interval = interval
    self.now = now
    self.wallTime = wallTime
    lastCheckpoint = now()
    lastFlush = lastCheckpoint
    do {
      let document = try RunDocument(run, created: Date(timeIntervalSince1970: wallTime()))
      let (name, lock) = try store.create(document)
      self.name = name
      let files = RunFiles(
        folder: store.folder(name), document: document, facts: ModelFacts(run), lock: lock)
      self.files = files
      folder = files.folder
      try files.saveDocument()
    } catch {
      startProblem = error
    }
  }

  /// Continues in the folder of `files`.
  init(
    name: String, files: RunFiles, hasCheckpoint: Bool, checkpointEvery interval: Double, now: @escaping () -> Double,
    wallTime: @escaping () -> Double
  ) {
    self.name = name
    self.files = files
    folder = files.folder
    self.interval = interval
    self.now = now
    self.wallTime = wallTime
    lastCheckpoint = now()
    lastFlush = lastCheckpoint
    checkpointPath = hasCheckpoint ? files.folder + "/checkpoint" : nil
  }

  /// Warnings to show before the training begins.
  func start() -> [TrainingEvent] {
    if let startProblem { return [.warning("the run cannot be kept: \(startProblem); the training goes on")] }
    let gaps = files?.gaps.map { TrainingEvent.warning("\($0)") } ?? []
    return gaps + attempt(.document) { try $0.saveDocument() }
  }

  /// Records an event of `learner`, which has already moved past it; returns warnings.
  func take(_ event: TrainingEvent, _ learner: Learner) -> [TrainingEvent] {
    guard files != nil else {
      guard case .stopped = event, let startProblem else { return [] }
      return [.warning("nothing of the run was kept: \(startProblem)")]
    }
    switch event {
    case .stepEnded(let record):
      files?.append(record, wallTime: wallTime())
      if now() - lastCheckpoint >= interval { return attempt(.checkpoint) { try self.checkpoint(&$0, learner) } }
      guard now() - lastFlush >= 1 else { return [] }
      lastFlush = now()
      return attempt(.logs) { try $0.flush() }
    case .epochEnded(let record):
      files?.append(record, learner, wallTime: wallTime())
      return checkpointWithWeights(learner) + attempt(.document) { try $0.saveDocument() }
    case .learningRateChanged:
      files?.document.recipe.training.learningRateChanges = learner.allLearningRateChanges
      return attempt(.document) { try $0.saveDocument() }
    case .held: return attempt(.logs) { try $0.flush() }
    case .recovered:
      files?.document.recipe.training.recoveries = learner.allRecoveries
      return attempt(.document) { try $0.saveDocument() }
    case .stopped(let reason):
      // Unlocks the folder for whoever resumes or deletes the run.
      defer { files = nil }
      return end(reason, learner)
    default: return []
    }
  }

  /// Stores a sweep of learning rates with the run.
  package func keep(_ curve: LRCurve) -> [TrainingEvent] {
    attempt(.finder) { try FileAccess.write(Array(curve.csv.utf8), to: $0.folder + "/lr_find.csv") }
  }

  private func end(_ reason: StopReason, _ learner: Learner) -> [TrainingEvent] {
    var warnings = attempt(.logs) { try $0.flush() }
    if case .diverged = reason {
      warnings += attempt(.checkpoint) { try $0.save(learner) }
    } else if checkpointedPosition != learner.position {
      warnings += checkpointWithWeights(learner)
    }
    // Without its last weights a run does not count as completed, so that it can be resumed.
    if missing.isEmpty || reason != .completed { files?.end(reason, steps: learner.position.step) }
    warnings += attempt(.document) { try $0.saveDocument() }
    return warnings + account()
  }

  /// At the end: what the folder holds, if a write failed on the way.
  private func account() -> [TrainingEvent] {
    guard let problem, let folder else { return [] }
    guard isIncomplete else { return [.warning("what could not be written at first is in \(folder) now")] }
    let remedy =
      checkpointPath == nil ? "train it again, it has no checkpoint" : "train the rest again from its last checkpoint"
    return [.warning("the run is not whole (\(problem)); make room and \(remedy): cifarlab resume \(folder)")]
  }

  private func checkpointWithWeights(_ learner: Learner) -> [TrainingEvent] {
    attempt(.checkpoint) { files in
      try files.save(learner)
      try self.checkpoint(&files, learner)
    }
  }

  private func checkpoint(_ files: inout RunFiles, _ learner: Learner) throws {
    lastCheckpoint = now()
    lastFlush = lastCheckpoint
    try files.checkpoint(learner.state, learner.network)
    checkpointedPosition = learner.position
    checkpointPath = files.folder + "/checkpoint"
  }

  /// Writes a part of the run; the first failure of all becomes a warning.
  private func attempt(_ part: Part, _ body: (inout RunFiles) throws -> Void) -> [TrainingEvent] {
    guard var files else { return [] }
    defer { self.files = files }
    do {
      try body(&files)
      missing.remove(part)
      return []
    } catch {
      missing.insert(part)
      guard problem == nil else { return [] }
      problem = "\(error)"
      return [.warning("the run is not being kept: \(error); the training goes on")]
    }
  }
}

extension LRCurve {
  /// As `lr_find.csv`.
  package var csv: String {
    points.reduce("lr,loss,smoothed\n") { $0 + csvNumbers($1.learningRate, $1.loss, $1.smoothed) + "\n" }
  }
}
