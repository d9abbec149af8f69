import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Training

/// `train NET`: trains a network by its own schedule or by `--fit`, and records the run.
enum TrainCommand {
  private static let anyData = Option.flag("any-data", "with --recipe, train on other images than that run's, too")

  static let command = Command(
    "train", operands: "NET", "train a network; without --fit by its own schedule",
    details: ["With --recipe, NET and all that the recipe says are left out: the run is repeated to the last digit."]
      + FitCall.grammar,
    options: Options.recipeOptions + [
      Options.fit, Options.save, Options.runs, Options.checkpointEvery, Options.threads, Options.jsonOrSteps,
      Options.quiet, Options.recipe, anyData,
    ]
  ) { arguments, console in
    let recipe = try recipe(arguments)
    let session = try Session(arguments, console)
    let data = try Inputs.data(of: recipe, session.console)
    try checkImages(data, arguments, session.console)
    let run = try TrainingRun(recipe, data: data, pool: Inputs.pool(threads: try arguments[Options.threads], console))
    let store = try arguments.store()
    let recorder = RunRecorder(store, run, checkpointEvery: try arguments[Options.checkpointEvery] ?? 30)
    return try session.train(run, recorder)
  }

  /// The recipe from the options, or from the file of `--recipe`.
  private static func recipe(_ arguments: Arguments) throws -> Recipe {
    guard let path = try recipePath(arguments) else {
      if arguments.has(anyData) { throw UsageError("--any-data goes with --recipe", remedy: "leave it out") }
      return try arguments.recipe(try arguments.onlyOperand("NET"))
    }
    try arguments.refuseOperands()
    var recipe = try Recipe(contentsOf: path)
    for option in Options.recipeOptions + [Options.fit] where arguments.has(option) && option.name != Options.data.name
    {
      throw UsageError("--\(option.name) is part of the recipe", remedy: "change it in \(path), or leave out --recipe")
    }
    if let data = try arguments[Options.data] { recipe.data = data }
    return recipe
  }

  /// The file that `--recipe` names, or that of a run.
  private static func recipePath(_ arguments: Arguments) throws -> String? {
    try arguments[Options.recipe].map { try arguments.path($0, orOfRun: "run.json") }
  }

  /// Throws if the images differ from those of the run that is to be repeated, unless that is allowed.
  private static func checkImages(_ data: DataSet, _ arguments: Arguments, _ console: Console) throws {
    guard let path = try recipePath(arguments), let facts = try RunDocument.DataFacts(ofRecipe: path) else {
      return
    }
    do {
      try facts.check(data)
    } catch {
      guard arguments.has(anyData) else {
        throw FileProblem(
          path: path, reason: error.problem, remedy: "name those with --data, or train on others with --any-data")
      }
      if !console.isQuiet { console.message("cifarlab: \(error.problem): the figures will be others") }
    }
  }

  /// The common part of `train` and `resume`: report, interruption, end.
  struct Session {
    let console: Console
    private let style: TrainingReport.Style
    private let save: String?

    init(_ arguments: Arguments, _ console: Console) throws {
      self.console = console.quiet(arguments.has(Options.quiet))
      style =
        switch try arguments[Options.jsonOrSteps] {
        case nil: .table
        case "steps"?: .jsonSteps
        case _?: .json
        }
      save = try arguments[Options.save]
      if let save { try FileAccess.checkWritable(save) }
    }

    func train(_ run: TrainingRun, _ recorder: RunRecorder) throws -> ExitCode {
      let control = TrainingControl()
      let interruption = Interruption(control)
      var report = TrainingReport(style, console, run, folder: recorder.folder)
      var outputError: OutputError?
      func attempt(_ body: () throws(OutputError) -> Void) {
        guard outputError == nil else { return }
        do { try body() } catch {
          outputError = error
          control.request = .stop
        }
      }
      attempt { () throws(OutputError) in try report.begin() }
      let reason = run.run(control, recorder: recorder) { event in
        attempt { () throws(OutputError) in try report.take(event) }
      }
      console.progress("")
      if let save, reason != .stopped { try run.model().save(to: save) }
      interruption.end()
      switch outputError {
      case .failed?: throw outputError!
      case .closed?: return .interrupted
      case nil: break
      }
      return end(reason, recorder, save)
    }

    private func end(_ reason: StopReason, _ recorder: RunRecorder, _ save: String?) -> ExitCode {
      switch reason {
      case .completed: return recorder.isIncomplete ? .fileProblem : .done
      case .stopped:
        let remedy = recorder.checkpointPath.map {
          "\($0) is kept; go on with: cifarlab resume \(recorder.folder ?? "")"
        }
        console.message("cifarlab: interrupted; \(remedy ?? "nothing could be kept")")
        return .interrupted
      case .diverged(let step, let rate):
        let kept = save ?? recorder.folder.map { "\($0)/weights.safetensors" }
        console.message(
          "cifarlab: diverged at step \(step) with lr \(rate): the loss is not finite; try a smaller lr"
            + (kept.map { "; the weights of its last finite loss are in \($0)" } ?? ""))
        return .diverged
      }
    }
  }
}
