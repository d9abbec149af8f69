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
    // Where the word begins that is being read, and in which column.
    var begin: String.Index?
    var start = 0
    var isQuoted = false
    var column = 0
    var end = line.endIndex
    func open(_ index: String.Index) {
      guard begin == nil else { return }
      begin = index
      start = column
    }
    func close(_ index: String.Index) {
      if let first = begin { words.append(NetworkText.Word(String(line[first..<index]), column: start)) }
      begin = nil
    }
    scan: for index in line.indices {
      column += 1
      let character = line[index]
      switch character {
      case "\"":
        open(index)
        isQuoted.toggle()
      case " " where !isQuoted, "\t" where !isQuoted: close(index)
      case "#" where !isQuoted:
        end = index
        break scan
      case "{" where !isQuoted, "}" where !isQuoted:
        close(index)
        words.append(NetworkText.Word(String(character), column: column))
      default: open(index)
      }
    }
    guard !isQuoted else {
      throw NetworkTextError(line: 0, column: start, "a quotation mark is not closed", remedy: "end the value with \"")
    }
    close(end)
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
