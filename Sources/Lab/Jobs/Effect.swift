import Training

/// A request of the interface to the runtime, which answers with messages.
enum Effect: Equatable, Sendable {
  /// Runs the job when all jobs before it have ended.
  case start(Job)
  /// A queued job only understands `stop`, and then never begins.
  case ask(JobID, TrainingControl.Request)
  /// A manual learning rate from the next step on; nil: the schedule's.
  case setRate(JobID, Double?)
  case files(AnyFileTask)

  case copy(String)
  /// Opens a text in the user's editor, under that file name; what is saved there is answered.
  case editText(String, name: String)
  /// Opens a file or a folder in the program that the user has set for them.
  case open(OpenTarget)
  case setMouse(Bool)
  /// Leave with this exit code.
  case quit(Int32)
  /// Leave the lab at once, without waiting for jobs.
  case abandon

  static func file(_ task: some FileTask) -> Effect { .files(AnyFileTask(task)) }
}
