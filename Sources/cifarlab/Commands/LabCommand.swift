import CursesTerminal
import Foundation
import ImageData
import Lab

extension Terminal: LabTerminal {}

/// `lab`, and no command at all: the terminal interface.
enum LabCommand {
  private static let theme = Option("theme", "NAME", "the colours: a built-in theme or one of your own") { $0 }

  static let command = Command(
    "lab", "the terminal interface",
    options: [theme, Options.ascii, Options.data, Options.size, Options.runs, Options.threads]
  ) { arguments, console in
    var options = LabOptions(environment: console.environment)
    options.theme = try arguments[theme]
    options.runs = try arguments[Options.runs] ?? options.runs
    options.threads = try arguments[Options.threads]
    options.data = try arguments[Options.data] ?? options.data
    options.size = try arguments[Options.size] ?? options.size
    return try open(options, console, ascii: arguments.has(Options.ascii))
  }

  /// Opens the lab on the terminal and returns when somebody leaves it.
  static func open(_ options: LabOptions, _ console: Console, ascii: Bool = false) throws -> ExitCode {
    let cache = DataEnvironment.current().cacheDirectory
    let app = LabApp(options)
    let terminal = try Terminal(
      environment: console.environment, ascii: ascii, cacheFolder: URL(fileURLWithPath: cache))
    StopSignal.watch()
    let code = app.run(on: terminal)
    terminal.stop()
    if let signal = StopSignal.received, signal != SIGINT {
      Foundation.signal(signal, SIG_DFL)
      raise(signal)
    }
    return ExitCode(rawValue: code) ?? .internalError
  }
}
