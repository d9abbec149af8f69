import Files

/// Reads lines one after the other, and knows which blocks are open.
struct NetworkTextParser {
  typealias Content = NetworkText.Content
  typealias Word = NetworkText.Word

  /// Layers one after the other: those of the text itself, of a block's body or of its shortcut.
  struct Level {
    /// Where the block begins.
    var line = 0
    var column = 1
    var isShortcut = false
    var count = 0
    var labels: Set<String> = []
  }

  private(set) var lines: [NetworkText.Line] = []
  var levels = [Level()]
  var widths: [Int] = []
  var hasLayers = false

  private static let heads = ["network", "about", "widths", "recipe"]

  mutating func take(_ line: Substring) throws(NetworkTextError) {
    for (index, scalar) in line.unicodeScalars.enumerated() where scalar != "\t" && !scalar.isPrintable {
      throw NetworkTextError(
        line: 0, column: index + 1, "a character of no visible form (U+\(String(scalar.value, radix: 16)))",
        remedy: "take it out")
    }
    let reader = try LineReader(line)
    lines.append(NetworkText.Line(try content(reader), comment: reader.comment))
  }

  func finish() throws(NetworkTextError) -> NetworkText {
    if levels.count > 1, let open = levels.last {
      throw NetworkTextError(line: open.line, column: open.column, "the block is not closed", remedy: "end it with }")
    }
    guard hasLayers else {
      throw NetworkTextError(
        line: max(1, lines.count), column: 1, "there are no layers", remedy: "the last one is: linear classes")
    }
    return NetworkText(lines: lines)
  }

  private mutating func content(_ reader: LineReader) throws(NetworkTextError) -> Content {
    let words = reader.words
    guard let first = words.first else { return .blank }
    if Self.heads.contains(first.text) { return try head(first, words, reader.rest) }
    if first.text == "}" { return try closing(words) }
    return try layer(words)
  }
}
