import Files
import Foundation
import Networks
import Training

/// The files of a run's folder, for its only writer.
///
/// The logs grow in place; everything else is written beside and renamed. A checkpoint is written after everything it
/// refers to is on the disk, and records the lengths of the logs: on resuming, longer logs are cut to these lengths,
/// and shorter ones keep a gap.
struct RunFiles {
  /// What a checkpoint records besides the learner's state.
  private struct Notes: Codable {
    var stepsLength: Int
    var epochsLength: Int
    var layersLength: Int
    var eventsLength: Int
    var result: RunDocument.Result
  }

  let folder: String
  var document: RunDocument
  /// Stored with the weights.
  private let facts: ModelFacts
  private var steps: AppendedFile
  private var epochs: AppendedFile
  private var layers: AppendedFile
  private var events: AppendedFile
  /// Weights of the best epoch until they are written.
  private var bestWeights: [UInt8]?
  /// Held while the run is written.
  private let lock: FileLock

  /// For a run that begins, or begins again.
  init(folder: String, document: RunDocument, facts: ModelFacts, lock: FileLock) {
    self.folder = folder
    self.document = document
    self.facts = facts
    self.lock = lock
    steps = RunFiles.table(of: StepRow.self, folder)
    epochs = RunFiles.table(of: EpochRow.self, folder, header: RunFiles.epochHeader(document))
    layers = RunFiles.table(of: LayerRow.self, folder)
    events = AppendedFile(
      path: RunFiles.eventPath(folder, document), header: EventFile.start(wallTime: document.created))
    self.document.status = .running
    self.document.result = RunDocument.Result()
  }

  /// Locks a run's folder for writing; nil: another writer holds the lock.
  static func lock(_ folder: String) throws(FileProblem) -> FileLock? {
    do throws(FileProblem) {
      return try FileLock(path: folder + "/lock")
    } catch {
      throw FileProblem(
        path: error.path, reason: error.reason, remedy: "make the folder writable, or copy the run to one that is")
    }
  }

  /// Whether a writer holds the lock of a run's folder.
  static func isLocked(_ folder: String) -> Bool { FileLock.isHeld(path: folder + "/lock") }

  static func hasCheckpoint(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/checkpoint")
  }

  /// For a run that is resumed, with the state of its checkpoint; nil: there is none.
  static func resume(
    folder: String, document: RunDocument, lock: FileLock, run: TrainingRun
  ) throws -> (files: RunFiles, state: LearnerState)? {
    guard hasCheckpoint(folder) else { return nil }
    let path = folder + "/checkpoint"
    let checkpoint: Checkpoint
    let notes: Notes
    do {
      checkpoint = try Checkpoint(bytes: FileAccess.read(path, limit: 4_000_000_000), for: run.network)
      notes = try JSON.decode(Notes.self, from: (checkpoint.notes["run"] ?? "").utf8)
      try notes.result.check()
    } catch let problem as FileProblem {
      throw problem
    } catch {
      throw FileProblem(path: path, reason: "\(error)")
    }
    let progress = checkpoint.state.progress
    let epochs = progress.position.epoch &- (progress.unvalidatedEpochs ?? 0)
    guard notes.result.epochs == epochs else {
      throw FileProblem(
        path: path, reason: "its figures are of \(notes.result.epochs) epochs, its weights of \(epochs)")
    }
    var files = RunFiles(folder: folder, document: document, facts: ModelFacts(run), lock: lock)
    files.steps = try table(of: StepRow.self, folder, continuingAt: notes.stepsLength)
    files.epochs = try table(
      of: EpochRow.self, folder, continuingAt: notes.epochsLength, header: epochHeader(document))
    files.layers = try table(of: LayerRow.self, folder, continuingAt: notes.layersLength)
    files.events = try AppendedFile(
      path: files.events.path, continuingAt: notes.eventsLength, header: EventFile.start(wallTime: document.created),
      wholeLength: EventFile.wholeLength)
    files.document.result = notes.result
    return (files, checkpoint.state)
  }

  private static func epochHeader(_ document: RunDocument) -> String {
    document.recipe.training.averaging.isOn ? EpochRow.headerWithPlain : EpochRow.header
  }

  private static func table<Row: CSVRow>(
    of type: Row.Type, _ folder: String, header: String = Row.header
  ) -> AppendedFile {
    AppendedFile(path: folder + "/" + Row.file, header: Array(header.utf8))
  }

  private static func table<Row: CSVRow>(
    of type: Row.Type, _ folder: String, continuingAt length: Int, header: String = Row.header
  ) throws(FileProblem) -> AppendedFile {
    try AppendedFile(
      path: folder + "/" + Row.file, continuingAt: length, header: Array(header.utf8),
      wholeLength: CSVTable<Row>.wholeLength)
  }

  /// Logs that are shorter than the checkpoint says, and what is done about it.
  var gaps: [FileProblem] {
    [steps, epochs, layers, events].filter { $0.missing > 0 }.map { file in
      FileProblem(
        path: file.path, reason: "lacks \(file.missing) bytes that it had at the last checkpoint",
        remedy: "it goes on with a gap")
    }
  }

  private static func eventPath(_ folder: String, _ document: RunDocument) -> String {
    folder + "/" + EventFile.name(created: document.created, host: document.machine.host)
  }

  mutating func append(_ record: StepRecord, wallTime: Double) {
    steps.append(StepRow(record).csv)
    events.append(
      EventFile.scalars(
        [("train/loss", record.loss), ("train/smoothed", record.smoothed), ("train/lr", record.learningRate)],
        step: record.step, wallTime: wallTime))
  }

  /// Appends an epoch to logs and result; `learner` stands behind it.
  mutating func append(_ record: EpochRecord, _ learner: Learner, wallTime: Double) {
    epochs.append(EpochRow(record).csv)
    for figures in record.layers { layers.append(LayerRow(epoch: record.epoch, figures).csv) }
    events.append(
      EventFile.scalars(
        [("valid/loss", record.validLoss), ("valid/accuracy", record.accuracy)], step: record.step, wallTime: wallTime))
    document.result.epochs = record.epoch + 1
    document.result.steps = record.step
    document.result.accuracy = record.accuracy
    document.result.validLoss = record.validLoss.isFinite ? record.validLoss : nil
    document.result.trainLoss = record.trainLoss
    document.result.seconds += record.seconds
    document.result.other = record.other.flatMap { $0.evaluation.loss.isFinite ? $0 : nil }
    document.result.augmented = record.augmented
    guard let epoch = RankedEpoch(record), epoch.beats(document.result.best) else { return }
    document.result.best = epoch
    bestWeights = model(learner).file.bytes
  }

  /// Records how the run ended.
  mutating func end(_ reason: StopReason, steps: Int) {
    document.result.steps = steps
    switch reason {
    case .completed: document.status = .completed
    case .stopped: document.status = .stopped
    case .diverged(let step, let rate):
      document.status = .diverged
      document.result.divergedAtStep = step
      document.result.divergedAtRate = rate
    }
  }

  /// Writes pending rows to the logs, and the best weights to their file.
  mutating func flush() throws {
    try steps.flush()
    try epochs.flush()
    try layers.flush()
    try events.flush()
    try saveBest()
  }

  private mutating func saveBest() throws {
    if let bestWeights { try FileAccess.write(bestWeights, to: folder + "/best.safetensors") }
    bestWeights = nil
  }

  func save(_ learner: Learner) throws { try model(learner).save(to: folder + "/weights.safetensors") }

  private func model(_ learner: Learner) -> Model {
    var facts = facts
    facts.accuracy = document.result.accuracy
    return Model(learner.network, facts, state: learner.modelState, holdsBothStatistics: true)
  }

  /// Writes a checkpoint, after everything that it counts and refers to is on the disk.
  mutating func checkpoint(_ state: LearnerState, _ network: Network) throws {
    try steps.synchronize()
    try epochs.synchronize()
    try layers.synchronize()
    try events.synchronize()
    try saveBest()
    let notes = Notes(
      stepsLength: steps.length, epochsLength: epochs.length, layersLength: layers.length, eventsLength: events.length,
      result: document.result)
    let text = String(decoding: try JSON.bytes(of: notes), as: UTF8.self)
    try FileAccess.write(Checkpoint(state, notes: ["run": text]).bytes(for: network), to: folder + "/checkpoint")
  }

  func saveDocument() throws { try FileAccess.write(document.json(), to: folder + "/run.json") }
}
