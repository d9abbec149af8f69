/// An error whose cause lies outside of the program: its text is for whoever can do something about it.
package protocol UserFacingError: Error, CustomStringConvertible {
  /// What is wrong, and where.
  var problem: String { get }
  /// What to do about it; nil: the problem says it.
  var remedy: String? { get }
  /// What a process leaves behind that ends with this error.
  var exitCode: ExitCode { get }
}

extension UserFacingError {
  package var remedy: String? { nil }
  package var description: String { remedy.map { "\(problem); \($0)" } ?? problem }
}
