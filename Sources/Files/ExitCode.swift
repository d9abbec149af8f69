/// What a process leaves behind.
package enum ExitCode: Int32, Sendable {
  case done = 0
  /// The command line cannot be understood.
  case wrongUse = 2
  /// A file, the data or the output is at fault.
  case fileProblem = 3
  case diverged = 4
  case internalError = 5
  /// After a checkpoint, where there was something to keep.
  case interrupted = 130

  /// That of a process that ends with `error`.
  package init(of error: any Error) { self = (error as? any UserFacingError)?.exitCode ?? .internalError }
}
