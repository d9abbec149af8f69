import Experiments
import Networks

/// The lines of a network, and what they say as far as they can be read.
struct NetworkReading: Sendable {
  let lines: [String]
  /// What they say; where something is wrong, what the lines above it say, if that is anything.
  let text: NetworkText?
  let problem: NetworkTextError?

  init(_ lines: [String]) {
    do throws(NetworkTextError) {
      let text = try NetworkText(parsing: lines.joined(separator: "\n"))
      _ = try Recipe(of: TextArchitecture(text))
      (self.text, problem) = (text, nil)
      self.lines = Self.lines(of: text)
    } catch {
      let layers = LayerLines(lines)
      self.lines = layers.indented
      problem = error
      text = try? NetworkText(parsing: layers.whole(above: error.line - 1).joined(separator: "\n"))
    }
  }

  /// A text line by line, as it is printed.
  static func lines(of text: NetworkText) -> [String] {
    text.description.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
