import Files
import Foundation

/// Output of the process: results to standard output, messages to standard error, progress only to a terminal.
struct Console: Sendable {
  let environment: [String: String]
  let outputIsTerminal: Bool
  let errorIsTerminal: Bool
  /// Width of the terminal.
  let columns: Int
  var isQuiet = false

  static func ofProcess() -> Console {
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 || ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Console(
      environment: ProcessInfo.processInfo.environment, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1, columns: known && size.ws_col > 0 ? Int(size.ws_col) : 80)
  }

  func quiet(_ wanted: Bool) -> Console {
    var console = self
    console.isQuiet = console.isQuiet || wanted
    return console
  }

  /// Writes text that may contain strings from files or names.
  func write(_ text: String) throws(OutputError) { try write(drawn: text.printableLines) }

  func write(_ object: JSON) throws(OutputError) { try write(drawn: object.line + "\n") }

  /// Writes text with colour sequences; strings from files must already be printable.
  func write(drawn text: String) throws(OutputError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError(error)
    }
  }

  /// Writes a message to standard error. Failure to write is ignored: it must not end the work.
  func message(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(text.printableLines)\n".utf8))
  }

  /// Whether progress would be visible and is wanted.
  var showsProgress: Bool { errorIsTerminal && !isQuiet && environment["TERM"] != "dumb" }

  /// Replaces the progress line; the empty text removes it.
  func progress(_ text: String) {
    guard showsProgress else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\(text.printable.prefix(columns - 1))\u{1b}[K".utf8))
  }
}

/// Limits the progress line to ten updates a second.
struct ProgressPace {
  private var shown = ContinuousClock.now

  mutating func isDue() -> Bool {
    guard ContinuousClock.now - shown > .milliseconds(100) else { return false }
    shown = .now
    return true
  }
}

/// Why a result could not be written.
enum OutputError: UserFacingError {
  /// The reader closed the pipe: no message is needed.
  case closed
  case failed(String)

  init(_ error: any Error) {
    let code =
      (error as NSError).userInfo[NSUnderlyingErrorKey].map { ($0 as! NSError).code } ?? (error as NSError).code
    self = code == Int(EPIPE) ? .closed : .failed(String(cString: strerror(Int32(code))))
  }

  var problem: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let reason): "standard output cannot be written: \(reason)"
    }
  }

  var remedy: String? {
    switch self {
    case .closed: nil
    case .failed: "send it elsewhere or make room"
    }
  }

  var exitCode: ExitCode { .fileProblem }
}
