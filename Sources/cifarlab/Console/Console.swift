import Files
import Foundation

/// The process's way out: results to standard output, messages to standard error, progress to a terminal only.
struct Console: Sendable {
  let environment: [String: String]
  let outputIsTerminal: Bool
  let errorIsTerminal: Bool
  /// Cells in a line of the terminal.
  let columns: Int
  var isQuiet = false

  /// That of this process.
  static func ofProcess() -> Console {
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 || ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Console(
      environment: ProcessInfo.processInfo.environment, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1, columns: known && size.ws_col > 0 ? Int(size.ws_col) : 80)
  }

  /// The same, quiet where it is wanted.
  func quiet(_ wanted: Bool) -> Console {
    var console = self
    console.isQuiet = console.isQuiet || wanted
    return console
  }

  /// Writes lines of text, which may hold what a file or a name says.
  func write(_ text: String) throws(OutputError) { try write(drawn: text.printableLines) }

  /// Writes one JSON object as a line of its own.
  func write(_ object: JSON) throws(OutputError) { try write(drawn: object.line + "\n") }

  /// Writes pictures, whose colours are sequences for the terminal; words among them have been made printable.
  func write(drawn text: String) throws(OutputError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError(error)
    }
  }

  /// Says something to the person, beside the results. What cannot be said must not end the work.
  func message(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(text.printableLines)\n".utf8))
  }

  /// Whether a line of progress would be seen and is wanted.
  var showsProgress: Bool { errorIsTerminal && !isQuiet && environment["TERM"] != "dumb" }

  /// Replaces the line of progress; the empty text removes it.
  func progress(_ text: String) {
    guard showsProgress else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\(text.printable.prefix(columns - 1))\u{1b}[K".utf8))
  }
}

/// Lets a line of progress through ten times a second.
struct ProgressPace {
  private var shown = ContinuousClock.now

  /// Whether it is time for another one.
  mutating func isDue() -> Bool {
    guard ContinuousClock.now - shown > .milliseconds(100) else { return false }
    shown = .now
    return true
  }
}

/// Why a result could not be written.
enum OutputError: UserFacingError {
  /// The reader has gone: no reason for a message.
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
