import Experiments

/// The texts of `--help` and `--version`.
enum Help {
  static let version = "cifarlab 1.0"

  /// All commands, one a line.
  static func overall(_ commands: [Command]) -> String {
    """
    \(version): a terminal lab for small image networks

    usage: cifarlab                 opens the lab
           cifarlab DIR             opens it on the images of a folder or an archive
           cifarlab COMMAND …       does one thing; cifarlab COMMAND --help says how

    commands
    \(columns(commands.map { ($0.usage, $0.summary) }))

    SRC is auto, cifar10, fashion-mnist, shapes, or a folder or archive of images in any known layout.
    \(RunStore.nameHelp)
    NET is one of \(NetworkNames.all.joined(separator: ", ")),
    or a file of network text (\(NetworkLibrary.ending)): summary NET --text shows how one is written.
    exit codes: 0 done, 2 wrong use, 3 data or file problem, 4 diverged, 5 internal error, 130 interrupted

    """
  }

  /// One command, its options one a line.
  static func of(_ command: Command) -> String {
    var text = "usage: cifarlab \(command.usage)\(command.options.isEmpty ? "" : " [OPTION…]")\n\n\(command.summary)\n"
    for line in command.details { text += "\(line)\n" }
    if command.operands.contains("RUN") { text += "\(RunStore.nameHelp)\n" }
    if !command.options.isEmpty {
      text += "\noptions\n\(columns(command.options.map { ($0.usage, $0.help) }))\n"
    }
    return text
  }

  /// Two columns. A left text that is too wide gets a line of its own.
  private static func columns(_ rows: [(String, String)]) -> String {
    let width = min(30, rows.map(\.0.count).max() ?? 0)
    return rows.map { left, right in
      left.count <= width
        ? "  \(left)\(String(repeating: " ", count: width - left.count))  \(right)"
        : "  \(left)\n  \(String(repeating: " ", count: width))  \(right)"
    }.joined(separator: "\n")
  }
}
