import Files
import Screen

/// What a row of a list of runs says in one column.
package struct RunCell: Sendable, Equatable {
  /// Characters of a text from a folder that is not checked for its length.
  private static let longest = 200

  /// Printable, of limited length; empty: nothing.
  package let text: String
  /// What the row is sorted and compared by; nil: the text.
  package let number: Double?
  /// Cells of the terminal that the text takes.
  package let width: Int

  package init(_ text: String, number: Double? = nil) {
    let text = String(text.printable.prefix(Self.longest))
    self.text = text
    self.number = number?.isNaN == true ? nil : number
    width = TextWidth.of(text)
  }

  static let empty = RunCell("")

  /// A count without separators, by which it is found, too.
  static func count(_ value: Int?) -> RunCell { value.map { RunCell("\($0)", number: Double($0)) } ?? empty }

  /// In percent.
  static func percent(_ share: Double?) -> RunCell {
    share.map { RunCell(Figures.percent($0), number: $0 * 100) } ?? empty
  }

  static func loss(_ value: Double?) -> RunCell {
    value.map { RunCell(Figures.fixed($0, 4, width: 7), number: $0) } ?? empty
  }
}

extension RunCell {
  /// Sorts what is empty behind everything else, numbers before texts.
  func isBefore(_ other: RunCell, ascending: Bool) -> Bool? {
    if text.isEmpty || other.text.isEmpty { return text.isEmpty == other.text.isEmpty ? nil : other.text.isEmpty }
    switch (number, other.number) {
    case (let left?, let right?): return left == right ? nil : (left < right) == ascending
    case (nil, nil):
      let (left, right) = (text.lowercased(), other.text.lowercased())
      return left == right ? nil : (left < right) == ascending
    default: return (number != nil) == ascending
    }
  }
}
