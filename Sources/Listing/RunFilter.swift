import Experiments
import Foundation

/// Which rows of a list of runs are shown: those for which all terms hold.
///
/// A term is a word that any column may contain (`3e-1`, `3,24`), or a comparison (`lr>0.05`, `acc>=60`, `net=ConvNet`);
/// an exclamation mark before it turns it round (`!shapes`).
package struct RunFilter: Sendable, Equatable {
  package static let usage = "words of any column, lr>0.05, acc>60, tags=paper, !word"

  private enum Comparison: String, CaseIterable {
    // The longer ones first.
    case atLeast = ">="
    case atMost = "<="
    case differs = "!="
    case above = ">"
    case below = "<"
    case equals = "="
  }

  private enum Condition: Equatable {
    case contains(String)
    case compares(RunColumn, Comparison, String)
  }

  private struct Term: Equatable {
    let condition: Condition
    let isNegated: Bool
  }

  private let terms: [Term]

  /// Everything.
  package init() { terms = [] }

  package init(parsing text: String) throws(InvalidValue) {
    var terms: [Term] = []
    for word in text.split(separator: " ") {
      let isNegated = word.hasPrefix("!") && word.count > 1
      terms.append(Term(condition: try Self.condition(isNegated ? word.dropFirst() : word), isNegated: isNegated))
    }
    self.terms = terms
  }

  private static func condition(_ word: Substring) throws(InvalidValue) -> Condition {
    guard let place = word.firstIndex(where: { "<>=!".contains($0) }), place > word.startIndex,
      let comparison = Comparison.allCases.first(where: { word[place...].hasPrefix($0.rawValue) })
    else { return .contains(word.lowercased()) }
    let column = try RunColumn.named(String(word[..<place]))
    let value = word[place...].dropFirst(comparison.rawValue.count).lowercased()
    guard !value.isEmpty else { throw InvalidValue("\(column.key)\(comparison.rawValue) lacks its value") }
    return .compares(column, comparison, value)
  }

  package var isEmpty: Bool { terms.isEmpty }

  package func matches(_ row: RunRow) -> Bool {
    terms.allSatisfy { term in
      let holds =
        switch term.condition {
        case .contains(let word): row.searchText.contains(word)
        case .compares(let column, let comparison, let value): Self.holds(row[column], comparison, value)
        }
      return holds != term.isNegated
    }
  }

  /// A cell without a figure is neither above nor below anything.
  private static func holds(_ cell: RunCell, _ comparison: Comparison, _ value: String) -> Bool {
    switch comparison {
    case .equals: return isEqual(cell, value)
    case .differs: return !isEqual(cell, value)
    case .above, .atLeast, .below, .atMost: break
    }
    guard !cell.text.isEmpty else { return false }
    let order: (below: Bool, same: Bool)
    if let number = cell.number, let other = Double(value) {
      order = (number < other, number == other)
    } else if cell.number == nil {
      let text = cell.text.lowercased()
      order = (text < value, text == value)
    } else {
      return false
    }
    switch comparison {
    case .above: return !order.below && !order.same
    case .atLeast: return !order.below
    case .below: return order.below
    case .atMost, .equals, .differs: return order.below || order.same
    }
  }

  /// Whether it says just that, or one of its words does, a tag with or without its sign.
  private static func isEqual(_ cell: RunCell, _ value: String) -> Bool {
    if let number = cell.number, number == Double(value) { return true }
    let text = cell.text.lowercased()
    return text == value || text.split(separator: " ").contains { $0 == value || $0 == "#" + value }
  }
}
