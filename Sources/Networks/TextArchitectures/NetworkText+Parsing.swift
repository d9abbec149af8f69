import Files

extension NetworkText {
  /// Reads the bytes of a file.
  package init(bytes: [UInt8]) throws(NetworkTextError) {
    guard bytes.count <= NetworkTextLimits.bytes else {
      throw NetworkTextError(
        line: 1, column: 1, "\(bytes.count) bytes are more than the \(NetworkTextLimits.bytes) of a network's text")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NetworkTextError(line: 1, column: 1, "it is no text in UTF-8")
    }
    try self.init(parsing: text)
  }

  /// Reads a text; the error is of the first line that is wrong.
  package init(parsing text: String) throws(NetworkTextError) {
    guard text.utf8.count <= NetworkTextLimits.bytes else {
      throw NetworkTextError(
        line: 1, column: 1, "\(text.utf8.count) bytes are more than the \(NetworkTextLimits.bytes) of a network's text")
    }
    var parser = NetworkTextParser()
    var rest = text[...]
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    var lines = rest.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= NetworkTextLimits.lines else {
      throw NetworkTextError(
        line: NetworkTextLimits.lines + 1, column: 1,
        "\(lines.count) lines are more than the \(NetworkTextLimits.lines) of a network's text")
    }
    for line in lines {
      do throws(NetworkTextError) {
        try parser.take(line)
      } catch {
        var error = error
        if error.line == 0 { error.line = parser.lines.count + 1 }
        throw error
      }
    }
    self = try parser.finish()
  }
}

extension NetworkText {
  /// Whether networks may be called so: names of run folders are made of it.
  package static func isName(_ text: String) -> Bool {
    text.first?.isLetter == true && text.count <= NetworkTextLimits.nameLength && consists(text, of: "_.+*-")
  }

  /// Whether layers may be called so.
  package static func isLabel(_ text: String) -> Bool {
    (text.first?.isLetter == true || text.first == "_") && consists(text, of: "_.")
  }

  /// Of letters and digits without accents, and of `others`.
  private static func consists(_ text: String, of others: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || others.contains($0)) }
  }
}
