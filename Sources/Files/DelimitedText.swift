/// A table as text: CSV as RFC 4180 has it, or with semicolons or tabs. Lines end with LF or CRLF, a byte order mark is
/// left out, and UTF-16 becomes UTF-8.
package struct DelimitedText {
  package struct Row {
    /// Where it begins, counted from 1.
    package let line: Int
    package let cells: [[UInt8]]
  }

  /// What is wrong with a line.
  package struct Problem: Error, Equatable {
    package let line: Int
    package let reason: String
  }

  /// Cells of one line that are taken at most.
  private static let columnLimit = 4096
  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var at = 0
  private var line = 1

  package init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes.utf8Text
    self.delimiter = delimiter
  }

  /// The next line that is not blank; nil at the end.
  package mutating func next() throws(Problem) -> Row? {
    while at < bytes.count {
      let start = line
      let cells = try nextLine()
      if cells.count > 1 || !cells[0].isEmpty { return Row(line: start, cells: cells) }
    }
    return nil
  }

  private mutating func nextLine() throws(Problem) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    while true {
      guard cells.count < Self.columnLimit else { throw problem("it has more than \(Self.columnLimit) columns") }
      cells.append(try nextCell())
      guard at < bytes.count, bytes[at] == delimiter else { break }
      at += 1
    }
    if at < bytes.count, bytes[at] == Self.carriageReturn { at += 1 }
    if at < bytes.count, bytes[at] == Self.newline { at += 1 }
    line += 1
    return cells
  }

  /// Up to the delimiter or the end of the line; blanks at both ends are no part of a cell without quotes.
  private mutating func nextCell() throws(Problem) -> [UInt8] {
    guard at < bytes.count, bytes[at] == Self.quote else {
      let start = at
      while at < bytes.count, !endsCell(bytes[at]) { at += 1 }
      return bytes[start..<at].trimmed
    }
    let opened = line
    var cell: [UInt8] = []
    at += 1
    while true {
      guard at < bytes.count else { throw problem("a quote is opened and never closed", line: opened) }
      let byte = bytes[at]
      at += 1
      if byte == Self.newline { line += 1 }
      if byte == Self.quote {
        guard at < bytes.count, bytes[at] == Self.quote else { break }
        at += 1
      }
      cell.append(byte)
    }
    guard at == bytes.count || endsCell(bytes[at]) else { throw problem("something follows a closing quote") }
    return cell
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == Self.newline || byte == Self.carriageReturn
  }

  private func problem(_ reason: String, line: Int? = nil) -> Problem {
    Problem(line: line ?? self.line, reason: reason)
  }

  /// Cells as a line with its end, which reads back as they are.
  package static func line(_ cells: [[UInt8]]) -> [UInt8] {
    Array(cells.map(quoted).joined(separator: [UInt8(ascii: ",")])) + [newline]
  }

  package static func line(_ cells: [String]) -> String {
    String(decoding: line(cells.map { Array($0.utf8) }), as: UTF8.self)
  }

  private static func quoted(_ cell: [UInt8]) -> [UInt8] {
    let needsQuotes =
      cell.contains { [quote, newline, carriageReturn, UInt8(ascii: ",")].contains($0) } || cell.trimmed != cell
    guard needsQuotes else { return cell }
    return [quote] + cell.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}

extension [UInt8] {
  /// Without a byte order mark; UTF-16 becomes UTF-8.
  package var utf8Text: [UInt8] {
    if starts(with: [0xef, 0xbb, 0xbf]) { return Array(dropFirst(3)) }
    guard starts(with: [0xff, 0xfe]) || starts(with: [0xfe, 0xff]) else { return self }
    let (low, high) = first == 0xff ? (0, 1) : (1, 0)
    let units = stride(from: 2, to: count - 1, by: 2).map { UInt16(self[$0 + high]) << 8 | UInt16(self[$0 + low]) }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

extension Sequence<UInt8> where Self: BidirectionalCollection {
  /// Without the blanks at both ends.
  package var trimmed: [UInt8] {
    let blanks = Set(" \t".utf8)
    guard let last = lastIndex(where: { !blanks.contains($0) }) else { return [] }
    return Array(self[...last].drop { blanks.contains($0) })
  }
}
