/// Takes a line of a network's text apart into words and a comment.
///
/// Spaces and tabs stand between words, `{` and `}` are words by themselves, quotes keep spaces inside of a word, and `#`
/// begins a comment.
struct LineReader {
  let words: [NetworkText.Word]
  let comment: String?
  /// The line without its comment.
  private let body: Substring

  init(_ line: Substring) throws(NetworkTextError) {
    var words: [NetworkText.Word] = []
    var word = ""
    var start = 0
    var isQuoted = false
    var column = 0
    var end = line.endIndex
    func finish() {
      if !word.isEmpty { words.append(NetworkText.Word(word, column: start)) }
      word = ""
    }
    scan: for index in line.indices {
      column += 1
      let character = line[index]
      switch character {
      case "\"":
        if word.isEmpty { start = column }
        word.append(character)
        isQuoted.toggle()
      case " ", "\t":
        if isQuoted { word.append(character) } else { finish() }
      case "#" where !isQuoted:
        end = index
        break scan
      case "{" where !isQuoted, "}" where !isQuoted:
        finish()
        words.append(NetworkText.Word(String(character), column: column))
      default:
        if word.isEmpty { start = column }
        word.append(character)
      }
    }
    guard !isQuoted else {
      throw NetworkTextError(line: 0, column: start, "a quotation mark is not closed", remedy: "end the value with \"")
    }
    finish()
    self.words = words
    body = line[..<end]
    comment = end < line.endIndex ? String(line[line.index(after: end)...]) : nil
  }

  /// What stands behind the first word, without the spaces around it.
  var rest: String {
    guard let first = words.first else { return "" }
    var rest = body.dropFirst(first.column - 1 + first.text.count)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
