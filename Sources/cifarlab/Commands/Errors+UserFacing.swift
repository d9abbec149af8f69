import CursesTerminal
import Files
import Screen

// Errors of targets that do not import Files.

extension TerminalError: UserFacingError {
  package var problem: String { description }
  package var exitCode: ExitCode { .wrongUse }
}

extension ThemeProblem: UserFacingError {
  package var problem: String { description }
  package var exitCode: ExitCode { .fileProblem }
}
