import CursesTerminal
import Experiments
import Files
import Foundation
import ImageData
import Lab

extension Terminal: LabTerminal {}

/// `lab`, and no command at all: the terminal interface.
enum LabCommand {
  private static let theme = Option("theme", "NAME", "the colours: a built-in theme or one of your own") { $0 }

  private static let plain = Option.flag("plain", "as lines of text: for screen readers, logs and pipes")

  static let command = Command(
    "lab", "the terminal interface",
    options: [theme, Options.ascii, plain, Options.data] + Options.imageOptions + [Options.runs, Options.threads]
  ) { arguments, console in
    var options = LabOptions(environment: console.environment)
    options.theme = try arguments[theme]
    options.runs = try arguments[Options.runs] ?? options.runs
    options.threads = try arguments[Options.threads]
    options.data = try arguments[Options.data]
    options.reading = try arguments.settings(RecipeCommand.images).reading
    if arguments.has(plain) { return read(options, console) }
    return try open(options, console, ascii: arguments.has(Options.ascii))
  }

  /// Runs the lab on the terminal until the user leaves it.
  static func open(_ options: LabOptions, _ console: Console, ascii: Bool = false) throws -> ExitCode {
    if ["", "dumb", "unknown"].contains(console.environment["TERM", default: ""]) { return read(options, console) }
    let cache = DataEnvironment.current().cacheDirectory
    let app = LabApp(options)
    let terminal = try Terminal(
      environment: console.environment, ascii: ascii, cacheFolder: URL(fileURLWithPath: cache))
    StopSignal.watch()
    let code = app.run(on: terminal)
    terminal.stop()
    return ended(code, app, console)
  }

  /// Plain mode: commands from standard input, lines to standard output.
  private static func read(_ options: LabOptions, _ console: Console) -> ExitCode {
    StopSignal.watch()
    let app = LabApp(options)
    let code = app.runPlain(
      readLine: { Swift.readLine() }, isStopped: { StopSignal.received }, write: { try? console.write($0 + "\n") })
    return ended(code, app, console)
  }

  private static func ended(_ code: Int32, _ app: LabApp, _ console: Console) -> ExitCode {
    if let farewell = app.farewell { console.message("cifarlab: \(farewell)") }
    if let signal = StopSignal.received, signal != SIGINT {
      Foundation.signal(signal, SIG_DFL)
      raise(signal)
    }
    return ExitCode(rawValue: code) ?? .internalError
  }
}
