/// All commands, in the order of the help.
enum CommandList {
  static let all: [Command] = [
    LabCommand.command, DataCommands.list, DataCommands.info, DataCheckCommand.command, DataApplyCommand.command,
    SplitCommand.command, FetchCommands.fetch, FetchCommands.pack, PreviewCommand.command, NetworksCommand.command,
    SummaryCommand.command,
    LRFindCommand.command, TrainCommand.command, ResumeCommand.command, EvalCommand.command, InspectCommand.command,
    PredictCommand.command,
    RunsCommands.bare, RunsCommands.listing, RunsCommands.show, RunsCommands.name, RunsCommands.export,
    CompareCommand.command,
    SweepCommand.command, AblateCommand.command, BenchCommand.command, ThemeCommand.check, CacheCommand.command,
  ]
}
