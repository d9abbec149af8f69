import Files
import ImageData
import Kernels
import Training

/// Trains the points of a sweep, each as a run of the store; what is done there is not trained again.
package struct SweepTraining {
  /// What happens to a point.
  package enum Event: Sendable, Equatable {
    /// What is done about it, before it is.
    case begun(SweepProgress.Task)
    /// A stopped run of it cannot go on: it begins anew.
    case passedOver(FileProblem)
    case training(TrainingEvent)
  }

  /// The run that a point has in the end.
  package struct Point: Sendable, Equatable {
    package let run: String
    /// The run was done before.
    package let isFound: Bool
    /// Something is missing in the run's folder.
    package let isIncomplete: Bool
  }

  /// The points, and what each needed when this was made.
  package let points: [(recipe: Recipe, task: SweepProgress.Task)]

  private let store: RunStore
  private let data: DataSet
  private let pool: WorkerPool
  private let interval: Double
  private let isFresh: Bool

  /// Trains on `data`, with a checkpoint every `interval` seconds; a fresh one begins a run for each point, whatever the
  /// store holds.
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

  /// Finds, resumes or trains the run of a point; nil: `control` asked to stop, and what there is of the run is kept.
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

  /// A point as it is now: another sweep over the same folder may have taken it since this one began.
  private func current(_ point: (recipe: Recipe, task: SweepProgress.Task)) throws -> (Recipe, SweepProgress.Task) {
    if isFresh { return point }
    if case .found = point.task { return point }
    return try SweepProgress([point.recipe], in: store, data: data).tasks[0]
  }

  private func start(_ recipe: Recipe) throws -> (TrainingRun, RunRecorder) {
    let run = try TrainingRun(recipe, data: data, pool: pool)
    let recorder = RunRecorder(store, run, checkpointEvery: interval)
    // A point is known by its run alone: without one its training would be for nothing.
    if let problem = recorder.startProblem { throw problem }
    return (run, recorder)
  }
}
