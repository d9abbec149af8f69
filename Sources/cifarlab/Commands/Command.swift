import Files

/// One command of the command line: its words, its help, and what it does.
struct Command: Sendable {
  /// `["data", "info"]`.
  let words: [String]
  /// As in the help: `NET`, `[NET…]`.
  let operands: String
  let summary: String
  /// Lines for the command's own help, after the summary.
  let details: [String]
  let options: [any AnyOption]
  let run: @Sendable (Arguments, Console) throws -> ExitCode

  init(
    _ words: String, operands: String = "", _ summary: String, details: [String] = [], options: [any AnyOption] = [],
    run: @escaping @Sendable (Arguments, Console) throws -> ExitCode
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.operands = operands
    self.summary = summary
    self.details = details
    self.options = options
    self.run = run
  }

  var name: String { words.joined(separator: " ") }
  var usage: String { operands.isEmpty ? name : "\(name) \(operands)" }
}
