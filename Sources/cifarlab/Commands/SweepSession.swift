import Experiments
import Files
import Screen
import Training

/// The common part of `sweep` and `compare`: trains point after point, each kept in the store, and reports.
final class SweepSession {
  let store: RunStore
  /// Whether something is missing in a run's folder.
  private(set) var isIncomplete = false

  private let console: Console
  private let training: SweepTraining
  private let control = TrainingControl()
  private let interruption: Interruption
  /// Notices said so far: they would be the same for each seed.
  private var told: Set<String> = []
  /// The command that continues the sweep.
  private let continuation: String

  /// `recipes` use the images of `base`.
  init(_ arguments: Arguments, _ console: Console, _ recipes: [Recipe], like base: Recipe) throws {
    self.console = console
    store = try arguments.store()
    let isFresh = arguments.has(Options.fresh)
    continuation = isFresh ? "the command without --fresh" : "the same command"
    let data = try Inputs.data(of: base, console)
    training = try SweepTraining(
      recipes, in: store, data: data, pool: Inputs.pool(threads: try arguments[Options.threads], console),
      checkpointEvery: try arguments[Options.checkpointEvery] ?? 30, isFresh: isFresh)
    interruption = Interruption(control)
    guard !isFresh else { return }
    // Runs in damaged folders are not found and would be trained again.
    for listing in store.list() where listing.status == .damaged {
      do { _ = try listing.readDocument() } catch { console.message("cifarlab: \(error)") }
    }
  }

  deinit { interruption.end() }

  /// Finds or trains the run of the recipe at `index`; nil: interrupted.
  func train(_ index: Int) throws -> SweepTraining.Point? {
    let recipe = training.points[index].recipe
    let place = "run \(index + 1)/\(training.points.count)  \(recipe.networkLabel)  seed \(recipe.seed)"
    console.progress(place)
    var pace = ProgressPace()
    let point = try training.train(index, control) { event in
      switch event {
      case .begun(.start), .begun(.found): break
      case .begun(.resume(let name)): notice("\(place): goes on with \(store.folder(name))")
      case .begun(.busy(let name)):
        notice("\(place): another process trains \(store.folder(name)), whose figures are not there yet")
      case .passedOver(let problem): say("\(problem.problem); the run is passed over and trained anew")
      case .training(.warning(let text)): say(text)
      case .training(.notice(let text)): if told.insert(text).inserted { notice(text) }
      case .training(.stepEnded(let step)):
        guard console.showsProgress, pace.isDue() else { return }
        console.progress("\(place)  epoch \(ordinal(step.epoch))  loss \(Figures.fixed(step.smoothed, 4))")
      case .training: break
      }
    }
    console.progress("")
    guard let point else {
      console.message("cifarlab: interrupted at \(place); \(continuation) goes on from there")
      return nil
    }
    isIncomplete = isIncomplete || point.isIncomplete
    return point
  }

  func documents(_ names: [String]) -> [RunDocument] { names.compactMap { try? store.find($0).document } }

  /// A message that `--quiet` suppresses.
  func notice(_ text: String) { if !console.isQuiet { say(text) } }

  private func say(_ text: String) {
    console.progress("")
    console.message("cifarlab: \(text)")
  }
}
