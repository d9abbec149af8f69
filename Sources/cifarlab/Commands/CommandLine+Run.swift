import Files
import Foundation
import Lab

/// Runs a command line, from its words to an exit code.
enum CommandLineProgram {
  /// Runs the command; errors go to standard error.
  static func run(_ arguments: [String], _ console: Console) -> ExitCode {
    do {
      switch try Invocation(arguments, commands: CommandList.all) {
      case .bare where console.outputIsTerminal:
        return try LabCommand.open(LabOptions(environment: console.environment), console)
      case .bare:
        try console.write(Help.overall(CommandList.all))
        return .wrongUse
      case .version:
        try console.write("\(Help.version)\n")
        return .done
      case .help(let command):
        try console.write(command.map(Help.of) ?? Help.overall(CommandList.all))
        return .done
      case .command(let command, let arguments): return try command.run(arguments, console)
      }
    } catch OutputError.closed {
      return .done
    } catch {
      console.progress("")
      console.message("cifarlab: \(error)")
      return ExitCode(of: error)
    }
  }
}
