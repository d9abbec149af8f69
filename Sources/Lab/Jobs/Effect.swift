import Training

/// What the interface wants done outside; the runtime does it and answers with messages.
enum Effect: Equatable, Sendable {
  /// Computes when all jobs before it have ended.
  case start(Job)
  /// A job that has not begun only takes `stop`, and never begins then.
  case ask(JobID, TrainingControl.Request)
  /// The learning rate from the next step on; nil: the schedule's.
  case setRate(JobID, Double?)
  case files(AnyFileTask)

  case copy(String)
  case setMouse(Bool)
  /// Leave the lab with this exit code.
  case quit(Int32)

  static func file(_ task: some FileTask) -> Effect { .files(AnyFileTask(task)) }
}
