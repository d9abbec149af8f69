import Experiments
import Kernels
import Training

/// `resume RUN`: continues from the run's last checkpoint.
enum ResumeCommand {
  static let command = Command(
    "resume", operands: "RUN", "go on with a run from its last checkpoint, bit for bit",
    options: [
      Options.data, Options.save, Options.runs, Options.checkpointEvery, Options.threads, Options.jsonOrSteps,
      Options.quiet,
    ]
  ) { arguments, console in
    let name = try arguments.onlyRun()
    let session = try TrainCommand.Session(arguments, console)
    let store = try arguments.storeToRead()
    let source = try arguments[Options.data]
    let (run, recorder) = try store.resume(
      name, checkpointEvery: try arguments[Options.checkpointEvery] ?? 30,
      pool: Inputs.pool(threads: try arguments[Options.threads], session.console)
    ) { recipe in try Inputs.data(source ?? recipe.data, recipe.reading, session.console) }
    return try session.train(run, recorder)
  }
}
