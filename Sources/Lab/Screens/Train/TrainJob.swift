import Experiments
import ImageData
import Screen
import Training

/// A training by a recipe, or the resumption of a stored run.
struct TrainJob: LabJob {
  enum Start: Sendable {
    /// The images, and the sweep of the same network to store with the run.
    case new(DataSet, LRCurve?)
    /// Resumes the run of that id from its last checkpoint, bit for bit; `loaded` are the loaded images.
    case checkpoint(String, loaded: DataSet?)
  }

  let recipe: Recipe
  let start: Start

  var network: String? { recipe.network }
  var quitQuestion: String? {
    "A network is being trained. Quitting stops it after this batch; the run is kept, and goes on from there to the bit."
  }

  func makeControl() -> TrainingControl { TrainingControl(holdsOnDivergence: true) }

  func run(_ handle: JobHandle, in runtime: LabRuntime) throws {
    switch start {
    case .new(let data, let sweep):
      let run = try TrainingRun(recipe, data: data, pool: runtime.pool)
      guard !handle.isStopped else { return }
      let recorder = RunRecorder(runtime.store, run)
      handle.post(try TrainMessage.started(run, recorder, past: nil))
      if let sweep { handle.post(TrainMessage.events(recorder.keep(sweep))) }
      train(run, recorder, handle, runtime.lease)
    case .checkpoint(let id, let loaded):
      let document = try runtime.store.find(id).readDocument()
      let (run, recorder) = try runtime.store.resume(id, pool: runtime.pool) { _ in
        try runtime.dataSet(of: document, loaded: loaded) { handle.note($0) }
      }
      guard !handle.isStopped else { return }
      let position = run.learner.position
      let past = RunPast(
        curves: RunCurves(try runtime.store.find(id), before: position),
        learningRateChanges: document.recipe.training.learningRateChanges.filter { $0.step < position.step },
        recoveries: document.recipe.training.recoveries.filter { $0 < position.step })
      handle.post(try TrainMessage.started(run, recorder, past: past))
      train(run, recorder, handle, runtime.lease)
    }
  }

  private func train(_ run: TrainingRun, _ recorder: RunRecorder, _ handle: JobHandle, _ lease: CoreLease) {
    run.run(handle.control, recorder: recorder, lease: lease) { handle.post(TrainMessage.events([$0])) }
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span {
    switch phase {
    case .queued: return Span("● waiting", Style(.warning))
    case .stopping: return Span("● stopping", Style(.warning))
    case .running(let progress) where progress.total == 0: return Span("● starting", Style(.warning))
    case .running(let progress):
      switch state.train.phase {
      case .running: return Span("● training \(progress.percent)", Style(.good))
      case .paused: return Span("‖ paused \(progress.percent)", Style(.warning))
      case .held: return Span("! diverged", Style(.error))
      case .idle, .starting: return Span("● starting", Style(.warning))
      case .ended, .failed: return TrainScreen.status(state) ?? Span("● stopping", Style(.warning))
      }
    }
  }

  func stopAsked(in state: inout LabState) { state.train.stopAsked() }

  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] {
    switch end {
    case .done: break
    case .withdrawn:
      state.say("the training is taken back: it had not begun")
      return []
    case .failed(let reason): state.train.fail(reason)
    }
    return [.listRuns]
  }
}

extension TrainMessage {
  fileprivate static func started(_ run: TrainingRun, _ recorder: RunRecorder, past: RunPast?) throws -> TrainMessage {
    .started(
      try RunPlan(run), run.recipe, name: recorder.name ?? run.recipe.network, folder: recorder.name, past: past)
  }
}

extension RunPlan {
  init(_ run: TrainingRun) throws {
    self.init(
      network: run.recipe.network, widths: run.network.widths, dataName: run.data.name,
      fits: try run.recipe.schedule(), trainImages: run.learner.data.train.count,
      validImages: run.learner.data.valid.count, batchSize: run.recipe.batchSize, seed: run.recipe.seed,
      parameters: run.network.parameterCount, chance: run.learner.data.valid.shareOfLargestClass,
      maxSteps: run.recipe.training.maxSteps, dropsLast: run.learner.options.dropsLast,
      validationEvery: run.learner.options.validationEvery)
    let classes = run.data.classes.count
    stages = (run.learner.options.sizes?.stages ?? []).map { stage in
      let macs = run.recipe.macs(ofSize: stage.size, classes: classes) ?? 0
      return Stage(size: stage.size, epoch: stage.epoch, macs: macs)
    }
  }
}

extension ImageSet {
  /// Of the images those of the most frequent class.
  fileprivate var shareOfLargestClass: Double {
    let counts = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    return Double(counts.values.max() ?? 0) / Double(max(labels.count, 1))
  }
}
