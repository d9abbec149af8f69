/// All commands, in the order of the help.
enum CommandList {
  static let all: [Command] = [SummaryCommand.command, BenchCommand.command]
}
