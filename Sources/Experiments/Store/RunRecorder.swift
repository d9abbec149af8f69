import Foundation
import Training

/// Keeps what a training run does in its folder. A disk that is full or read-only never stops the training: the
/// recorder warns once, goes on trying, and tells at the end that something is missing.
package final class RunRecorder {
  /// The run's name in the store; nil: its folder could not be made.
  package private(set) var name: String?
  /// The run's folder.
  package private(set) var folder: String?
  /// Whether something could not be written when it should have been: the command line then exits with 3.
  package private(set) var isIncomplete = false
  /// The last checkpoint that was written, by this process or an earlier one.
  package private(set) var checkpointPath: String?

  private var files: RunFiles?
  private let interval: Double
  private let now: () -> Double
  private let wallTime: () -> Double
  private var lastCheckpoint: Double
  private var lastFlush: Double
  private var checkpointedPosition: TrainingPosition?
  private var isWarned = false
  private var startProblem: String?

  /// A recorder that makes a new folder in `store`, and checkpoints after each epoch and every `interval` seconds.
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
      let files = RunFiles(folder: store.folder(name), document: document, lock: lock)
      self.files = files
      folder = files.folder
      try files.saveDocument()
    } catch {
      isIncomplete = true
      startProblem = "the run cannot be kept: \(error)"
    }
  }

  /// A recorder that goes on in the folder of `files`.
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

  /// What went wrong before the training begins.
  func start() -> [TrainingEvent] {
    if let startProblem { return [.warning(startProblem)] }
    return attempt { try $0.saveDocument() }
  }

  /// Keeps an event of `learner`, which stands where the event left it; returns what has to be said about that.
  func take(_ event: TrainingEvent, _ learner: Learner) -> [TrainingEvent] {
    guard files != nil else { return [] }
    switch event {
    case .stepEnded(let record):
      files?.append(record, wallTime: wallTime())
      if now() - lastCheckpoint >= interval { return attempt { try self.checkpoint(&$0, learner) } }
      guard now() - lastFlush >= 1 else { return [] }
      lastFlush = now()
      return attempt { try $0.flush() }
    case .epochEnded(let record):
      let isBest = files?.append(record, wallTime: wallTime()) ?? false
      return attempt {
        if isBest { try $0.save(learner.network, best: true) }
        try $0.save(learner.network, best: false)
        try self.checkpoint(&$0, learner)
        try $0.saveDocument()
      }
    case .learningRateChanged:
      files?.document.recipe.learningRateChanges = learner.allLearningRateChanges
      return attempt { try $0.saveDocument() }
    case .stopped(let reason):
      // The folder is free for whoever resumes or deletes the run.
      defer { files = nil }
      return end(reason, learner)
    default: return []
    }
  }

  /// Keeps a sweep of learning rates beside the run.
  package func keep(_ curve: LRCurve) -> [TrainingEvent] {
    attempt { try FileAccess.write(Array(curve.csv.utf8), to: $0.folder + "/lr_find.csv") }
  }

  private func end(_ reason: StopReason, _ learner: Learner) -> [TrainingEvent] {
    attempt { files in
      switch reason {
      case .completed: files.document.status = .completed
      case .stopped: files.document.status = .stopped
      case .diverged(let step, let rate):
        files.document.status = .diverged
        files.document.result.divergedAtStep = step
        files.document.result.divergedAtRate = rate
      }
      files.document.result.steps = learner.position.step
      if case .diverged = reason {
        try files.flush()
        try files.save(learner.network, best: false)
      } else if self.checkpointedPosition != learner.position {
        try files.save(learner.network, best: false)
        try self.checkpoint(&files, learner)
      }
      try files.saveDocument()
    }
  }

  private func checkpoint(_ files: inout RunFiles, _ learner: Learner) throws {
    lastCheckpoint = now()
    lastFlush = lastCheckpoint
    try files.checkpoint(learner.state, learner.network)
    checkpointedPosition = learner.position
    checkpointPath = files.folder + "/checkpoint"
  }

  /// Does something with the files; the first failure in a row becomes a warning.
  private func attempt(_ body: (inout RunFiles) throws -> Void) -> [TrainingEvent] {
    guard var files else { return [] }
    defer { self.files = files }
    do {
      try body(&files)
      isWarned = false
      return []
    } catch {
      isIncomplete = true
      guard !isWarned else { return [] }
      isWarned = true
      return [.warning("the run is not being kept: \(error); the training goes on")]
    }
  }
}

extension LRCurve {
  /// The rows of `lr_find.csv`.
  package var csv: String {
    points.reduce("lr,loss,smoothed\n") { $0 + csvNumbers($1.learningRate, $1.loss, $1.smoothed) + "\n" }
  }
}
