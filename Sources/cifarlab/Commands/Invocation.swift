import Files

/// A parsed command line.
enum Invocation {
  /// Only the program's name.
  case bare
  case version
  case help(Command?)
  case command(Command, Arguments)

  /// Finds the longest command whose words begin `arguments`, and parses the rest.
  init(_ arguments: [String], commands: [Command]) throws(UsageError) {
    guard let first = arguments.first else {
      self = .bare
      return
    }
    if first == "--version" {
      self = .version
      return
    }
    if first == "--help" || first == "-h" || first == "help" {
      self = .help(arguments.count > 1 ? try Self.find(Array(arguments.dropFirst()), in: commands) : nil)
      return
    }
    guard !first.hasPrefix("-") else {
      throw UsageError("'\(first)' stands before the command", remedy: "write cifarlab COMMAND \(first) …; see --help")
    }
    var arguments = arguments
    if !commands.contains(where: { $0.words[0] == first }), FileKind(of: first) != nil {
      // A folder or an archive: the lab on those images.
      arguments = LabCommand.command.words + ["--\(Options.data.name)", first] + arguments.dropFirst()
    }
    let command = try Self.find(arguments, in: commands)
    let rest = Array(arguments.dropFirst(command.words.count))
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      self = .help(command)
      return
    }
    self = .command(command, try Arguments(rest, options: command.options, repeatable: [Options.fit.name]))
  }

  private static func find(_ words: [String], in commands: [Command]) throws(UsageError) -> Command {
    let matches = commands.filter { words.starts(with: $0.words) }
    let family = commands.filter { $0.words.first == words[0] }
    if let longest = matches.max(by: { $0.words.count < $1.words.count }) {
      let next = words.dropFirst(longest.words.count).first.flatMap { $0.hasPrefix("-") ? nil : $0 }
      guard let next, longest.operands.isEmpty, family.count > 1 else { return longest }
      throw UsageError.unknownWord(next, after: words[0], known: family.flatMap { $0.words.dropFirst() })
    }
    if !family.isEmpty {
      let known = family.map { $0.words.dropFirst().joined(separator: " ") }
      guard words.count > 1, !words[1].hasPrefix("-") else {
        throw UsageError("'\(words[0])' needs a word more", remedy: "one of \(known.joined(separator: ", "))")
      }
      throw UsageError.unknownWord(words[1], after: words[0], known: known)
    }
    throw .unknownCommand(words[0], known: commands.map(\.words[0]))
  }
}
