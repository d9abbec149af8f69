import Experiments
import ImageData
import Kernels
import Screen
import Synchronization
import Training

/// Performs effects on threads of its own, and answers through the mailbox.
final class LabRuntime: Sendable {
  let mailbox = Mailbox()
  let options: LabOptions
  let store: RunStore
  let lease = CoreLease()
  private let computing = JobThread("compute")
  private let beside = JobThread("beside")
  private let files = JobThread("files")
  /// Controls of the jobs that are not over.
  private let controls = Mutex<[JobID: TrainingControl]>([:])
  private let sharedPool = Mutex<WorkerPool?>(nil)

  init(_ options: LabOptions) {
    self.options = options
    store = RunStore(root: options.runs)
  }

  /// The worker threads, started on first use.
  var pool: WorkerPool {
    sharedPool.withLock { pool in
      if let pool { return pool }
      let new = WorkerPool(threads: options.threads)
      if let shortage = new.shortage { mailbox.post(SessionMessage.failed(shortage)) }
      pool = new
      return new
    }
  }

  /// Starts an effect. Effects on the terminal are performed by the application.
  func perform(_ effect: Effect) {
    switch effect {
    case .start(let job): start(job)
    case .ask(let id, let request): ask(id, request)
    case .setRate(let id, let rate): controls.withLock { $0[id]?.learningRate = rate }
    case .files(let task): files.submit { [self] in perform(task.task) }
    case .copy, .editText, .open, .setMouse, .quit, .abandon: break
    }
  }

  /// Ends the threads; a running job first finishes its batch and saves its state. Tasks that wait are dropped, but for
  /// those of `last`.
  func close(writing last: [Effect] = []) {
    controls.withLock { controls in controls.values.forEach { $0.request = .stop } }
    computing.close(within: 30)
    beside.close(within: 1)
    files.close(within: 5)
    for case .files(let task) in last { perform(task.task) }
  }

  private func start(_ job: Job) {
    let handle = JobHandle(job.id, job.work.makeControl(), mailbox)
    controls.withLock { $0[job.id] = handle.control }
    (job.work.runsBeside ? beside : computing).submit(job.id) { [self] in
      mailbox.post(JobMessage.began(job.id))
      do {
        if job.work.runsBeside {
          try job.work.run(handle, in: self)
        } else {
          try lease.hold { try job.work.run(handle, in: self) }
        }
        end(job.id, .done)
      } catch {
        end(job.id, .failed("\(error)"))
      }
    }
  }

  private func ask(_ id: JobID, _ request: TrainingControl.Request) {
    if request == .stop, computing.withdraw(id) || beside.withdraw(id) {
      end(id, .withdrawn)
    } else {
      controls.withLock { $0[id]?.request = request }
    }
  }

  private func end(_ id: JobID, _ end: Job.End) {
    controls.withLock { $0[id] = nil }
    mailbox.post(JobMessage.ended(id, end))
  }

  private func perform(_ task: any FileTask) {
    do {
      try task.run(in: self)
    } catch {
      mailbox.post(SessionMessage.failed("\(error)"))
    }
  }
}

extension LabRuntime {
  var dataEnvironment: DataEnvironment {
    var environment = DataEnvironment.current()
    environment.variables = options.environment
    return environment
  }

  /// The data set that `--data` names.
  func read(_ source: String, _ options: ReadOptions, note: (String) -> Void) throws -> DataSet {
    try DataLoader.load(
      DataSource.parse(source), options, environment: dataEnvironment
    ) { progress in note("\(progress.stage.rawValue), \(Figures.grouped(progress.images)) images") }
  }

  /// The images of a run: the loaded set if it is the same, else read for this call alone.
  func dataSet(of document: RunDocument, loaded: DataSet?, note: (String) -> Void) throws -> DataSet {
    if let loaded, loaded.fingerprint == document.data.fingerprint { return loaded }
    note("loading \(document.data.name)")
    return try read(document.recipe.data, document.recipe.reading, note: note)
  }
}
