import Files

/// What is wrong with a network's text, and where.
package struct NetworkTextError: UserFacingError, Equatable {
  /// The file or the network's name; nil: whoever catches it knows.
  package var source: String?
  /// Counted from 1.
  package var line: Int
  /// In characters, counted from 1.
  package let column: Int
  package let reason: String
  package let remedy: String?

  package init(line: Int, column: Int, _ reason: String, remedy: String? = nil) {
    self.line = line
    self.column = column
    self.reason = reason
    self.remedy = remedy
  }

  /// One of the line that is being read, which its reader knows.
  init(_ word: NetworkText.Word, _ reason: String, remedy: String? = nil) {
    self.init(line: 0, column: word.column, reason, remedy: remedy)
  }

  package var problem: String {
    (source.map { "\($0.printable), " } ?? "") + "line \(line), column \(column): \(reason.printable)"
  }
  package var exitCode: ExitCode { .fileProblem }
}
