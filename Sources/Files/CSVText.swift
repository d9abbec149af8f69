/// Tables of words as text: fields between commas, in quotes where they hold a comma, a quote or a line end (RFC 4180).
package enum CSVText {
  /// The fields of all rows. Empty lines are none, a mark of the byte order is passed over, and a quote that is never
  /// closed ends with the text.
  package static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var wasQuoted = false
    func endField() {
      row.append(String(field))
      field = String.UnicodeScalarView()
      wasQuoted = false
    }
    func endRow() {
      if row.isEmpty, field.isEmpty, !wasQuoted { return }
      endField()
      rows.append(row)
      row = []
    }
    var scalars = text.unicodeScalars.drop { $0 == "\u{FEFF}" }.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "\"" where isQuoted && next == "\"":
        field.append(scalar)
        next = scalars.next()
      case "\"" where isQuoted: isQuoted = false
      case _ where isQuoted: field.append(scalar)
      case "\"" where field.isEmpty: (isQuoted, wasQuoted) = (true, true)
      case ",": endField()
      case "\n": endRow()
      case "\r" where next == "\n": break
      default: field.append(scalar)
      }
    }
    endRow()
    return rows
  }

  /// The text of rows, each with its line end.
  package static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }
}
