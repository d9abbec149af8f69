import CursesTerminal
import Experiments
import ImageData
import Networks
import Screen
import Training

extension ExitCode {
  /// What a process leaves behind that ended with `error`.
  init(of error: any Error) {
    switch error {
    case is UsageError, is NetworkError, is FitCallError, is TerminalError: self = .wrongUse
    case is OutputError, is DataError, is FileProblem, is SafetensorsError, is WeightsError, is RunFolderError,
      is ThemeProblem, is FetchError:
      self = .fileProblem
    default: self = .internalError
    }
  }
}
