import Experiments
import Foundation
import ImageData
import Kernels
import Networks
import Screen
import Synchronization
import Training

/// Does what the interface wants done, on threads of its own, and answers through the mailbox.
final class LabRuntime: Sendable {
  let mailbox = Mailbox()
  /// Everything that computes: one job at a time has the cores.
  let computing = JobThread("compute")
  /// Everything that reads and writes files.
  let files = JobThread("files")
  let options: LabOptions
  let settings: SettingsFile?
  let store: RunStore
  let data = Mutex<DataSet?>(nil)
  /// What the learner or the finder at work is asked through.
  let control = Mutex<TrainingControl?>(nil)
  /// The last whole sweep of learning rates, and what it was a sweep of: a run of the same network keeps it.
  let lastSweep = Mutex<(recipe: Recipe, curve: LRCurve)?>(nil)
  private let sharedPool = Mutex<WorkerPool?>(nil)

  init(_ options: LabOptions, settings: SettingsFile?) {
    self.options = options
    self.settings = settings
    store = RunStore(root: options.runs)
  }

  /// The worker threads, started when they are first needed.
  var pool: WorkerPool {
    sharedPool.withLock { pool in
      if let pool { return pool }
      let new = WorkerPool(threads: options.threads)
      if let shortage = new.shortage { mailbox.post(.failed(shortage)) }
      pool = new
      return new
    }
  }

  /// Starts what an effect stands for. Those about the terminal are the application's.
  func perform(_ effect: Effect) {
    switch effect {
    case .listSources: files.submit { [self] in listSources() }
    case .load(let source): files.submit { [self] in load(source) }
    case .fetch(let source): files.submit { [self] in fetch(source) }
    case .draw(let request): files.submit { [self] in draw(request) }
    case .measure(let recipe): computing.submit { [self] in measure(recipe) }
    case .train(let recipe): computing.submit { [self] in train(recipe) }
    case .resume(let id): computing.submit { [self] in resume(id) }
    case .ask(let request): control.withLock { $0?.request = request }
    case .setRate(let rate): control.withLock { $0?.learningRate = rate }
    case .find(let request): computing.submit { [self] in find(request) }
    case .stopFinder: control.withLock { $0?.request = .stop }
    case .listRuns: files.submit { [self] in listRuns() }
    case .loadRun(let id): files.submit { [self] in loadRun(id) }
    case .deleteRun(let id): files.submit { [self] in deleteRun(id) }
    case .inspect(let request): computing.submit { [self] in inspect(request) }
    case .save(let settings): files.submit { [self] in save(settings) }
    case .copy, .setMouse, .quit: break
    }
  }

  /// Ends the threads; a learner at work finishes its batch and what belongs to it first.
  func close() {
    control.withLock { $0?.request = .stop }
    computing.close(within: 30)
    files.close(within: 5)
  }

  private func save(_ settings: Settings) {
    guard let file = self.settings else { return }
    do {
      try file.write(settings)
    } catch {
      mailbox.post(.failed("\(file.url.path): the settings cannot be written: \(error.localizedDescription)"))
    }
  }
}
