/// All commands, in the order of the help.
enum CommandList {
  static let all: [Command] = [
    LabCommand.command, DataCommands.list, DataCommands.info, SummaryCommand.command, PreviewCommand.command,
    TrainCommand.command,
    ResumeCommand.command,
    BenchCommand.command,
  ]
}
