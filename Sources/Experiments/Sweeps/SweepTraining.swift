import Files
import ImageData
import Kernels
import Training

/// Trains the points of a sweep as runs of the store, except those that are completed there.
package struct SweepTraining {
  package enum Event: Sendable, Equatable {
    /// Emitted before the task begins.
    case begun(SweepProgress.Task)
    /// A stopped run cannot be resumed, and a new one begins.
    case passedOver(FileProblem)
    case training(TrainingEvent)
  }

  /// The resulting run of a point.
  package struct Point: Sendable, Equatable {
    package let run: String
    /// The run existed before.
    package let isFound: Bool
    /// Something is missing in the run's folder.
    package let isIncomplete: Bool
  }

  /// The points and their tasks at the time of `init`.
  package let points: [(recipe: Recipe, task: SweepProgress.Task)]

  private let store: RunStore
  private let data: DataSet
  private let pool: WorkerPool
  private let interval: Double
  private let isFresh: Bool

  /// Trains on `data`, with a checkpoint every `interval` seconds. A fresh one begins new runs, whatever the store
  /// holds.
  package init(
    _ recipes: [Recipe], in store: RunStore, data: DataSet, pool: WorkerPool, checkpointEvery interval: Double = 30,
    isFresh: Bool = false
  ) throws {
    points = isFresh ? recipes.map { ($0, .start) } : try SweepProgress(recipes, in: store, data: data).tasks
    self.store = store
    self.data = data
    self.pool = pool
    self.interval = interval
    self.isFresh = isFresh
  }

  /// Finds, resumes or trains the run of a point; nil: `control` asked to stop, and the run so far is kept.
  package func train(
    _ index: Int, _ control: TrainingControl = TrainingControl(), _ emit: (Event) -> Void = { _ in }
  ) throws -> Point? {
    guard control.request != .stop else { return nil }
    let (recipe, task) = try current(points[index])
    emit(.begun(task))
    let (run, recorder): (TrainingRun, RunRecorder)
    switch task {
    case .found(let name): return Point(run: name, isFound: true, isIncomplete: false)
    case .busy(let name): return Point(run: name, isFound: false, isIncomplete: false)
    case .start: (run, recorder) = try start(recipe)
    case .resume(let name):
      do {
        (run, recorder) = try store.resume(name, checkpointEvery: interval, pool: pool) { _ in data }
      } catch let problem as FileProblem {
        emit(.passedOver(problem))
        (run, recorder) = try start(recipe)
      }
    }
    let reason = run.run(control, recorder: recorder) { emit(.training($0)) }
    guard reason != .stopped, let name = recorder.name else { return nil }
    return Point(run: name, isFound: false, isIncomplete: recorder.isIncomplete)
  }

  /// A point with its current task: another sweep over the same store may have taken it since `init`.
  private func current(_ point: (recipe: Recipe, task: SweepProgress.Task)) throws -> (Recipe, SweepProgress.Task) {
    if isFresh { return point }
    if case .found = point.task { return point }
    return try SweepProgress([point.recipe], in: store, data: data).tasks[0]
  }

  private func start(_ recipe: Recipe) throws -> (TrainingRun, RunRecorder) {
    let run = try TrainingRun(recipe, data: data, pool: pool)
    let recorder = RunRecorder(store, run, checkpointEvery: interval)
    // Without a run folder the point would count as missing again.
    if let problem = recorder.startProblem { throw problem }
    return (run, recorder)
  }
}
