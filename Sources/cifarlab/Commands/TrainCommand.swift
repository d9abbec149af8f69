import Experiments
import Foundation
import Kernels
import Training

/// `train NET`: a network by its own schedule or by `--fit`, kept as a run.
enum TrainCommand {
  static let command = Command(
    "train", operands: "NET", "train a network; without --fit by its own schedule",
    options: Options.recipeOptions + [
      Options.fit, Options.save, Options.threads, Options.jsonOrSteps, Options.quiet,
    ]
  ) { arguments, console in
    let recipe = try arguments.recipe(try arguments.onlyOperand("NET"))
    let session = try Session(arguments, console)
    let data = try Inputs.data(recipe.data, size: recipe.size, session.console)
    let run = try TrainingRun(recipe, data: data, pool: WorkerPool(threads: try arguments[Options.threads]))
    return try session.train(run)
  }

  /// What `train` and `resume` have in common: reporting, interruption, and the end.
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
      if let save { try Inputs.requireFolder(of: save) }
    }

    func train(_ run: TrainingRun) throws -> ExitCode {
      let control = TrainingControl()
      let interruption = Interruption(control)
      var report = TrainingReport(style, console, run, folder: nil)
      var outputError: OutputError?
      func attempt(_ body: () throws(OutputError) -> Void) {
        guard outputError == nil else { return }
        do { try body() } catch {
          outputError = error
          control.request = .stop
        }
      }
      attempt { () throws(OutputError) in try report.begin() }
      let reason = run.run(control) { event in
        attempt { () throws(OutputError) in try report.take(event) }
      }
      console.progress("")
      interruption.end()
      if let save, reason != .stopped { try WeightsFile.save(run.network, to: save) }
      if let outputError, case .failed = outputError { throw outputError }
      return end(reason, save)
    }

    private func end(_ reason: StopReason, _ save: String?) -> ExitCode {
      switch reason {
      case .completed: return .done
      case .stopped:
        console.message("cifarlab: interrupted")
        return .interrupted
      case .diverged(let step, let rate):
        console.message(
          "cifarlab: diverged at step \(step) with lr \(rate): the loss is not finite; try a smaller lr"
            + (save.map { "; the last good weights are in \($0)" } ?? ""))
        return .diverged
      }
    }
  }
}
