import Experiments
import Foundation

/// A folder of the store as a row of a list.
package struct RunRow: Sendable, Equatable {
  package let listing: RunListing
  /// One for each column of `RunColumn.all`.
  private let cells: [RunCell]
  /// All that it can show, in small letters, a line for each column.
  let searchText: String

  /// The runs that it stands for: itself, or those of a group, the newest first.
  package let members: [RunListing]

  /// A run; its date as the clocks of `timeZone` had it.
  package init(_ listing: RunListing, timeZone: TimeZone = .current) {
    self.init([listing], RunColumn.all.map { Self.cell($0, listing, timeZone) })
  }

  init(_ members: [RunListing], _ cells: [RunCell]) {
    precondition(!members.isEmpty && cells.count == RunColumn.all.count, "A row is of a run and has all cells.")
    self.members = members
    listing = members[0]
    self.cells = cells
    searchText = cells.map { $0.text.lowercased() }.joined(separator: "\n")
  }

  private static func cell(_ column: RunColumn, _ listing: RunListing, _ timeZone: TimeZone) -> RunCell {
    if let document = listing.document {
      return column.cell(RunColumn.Source(listing: listing, document: document, timeZone: timeZone))
    }
    switch column {
    case .folder, .network: return RunCell(listing.name)
    case .state: return RunCell(listing.status.rawValue)
    default: return .empty
    }
  }

  package subscript(column: RunColumn) -> RunCell { RunColumn.places[column.key].map { cells[$0] } ?? .empty }

  /// The folder's name.
  package var id: String { listing.name }
  package var document: RunDocument? { listing.document }
  package var recipe: Recipe? { document?.recipe }
  package var status: RunListing.Status { listing.status }
  package var label: RunLabel { listing.label }
  package var isDamaged: Bool { status == .damaged || status == .foreign }
  /// Seconds since 1970; of what is no run, before all others.
  package var created: Double { document?.created ?? -.infinity }
}

extension [RunRow] {
  /// By a column; where that does not decide, the newest first.
  package func sorted(by column: RunColumn, ascending: Bool) -> [RunRow] {
    sorted { left, right in
      if column == .date, left.created != right.created { return (left.created < right.created) == ascending }
      return left[column].isBefore(right[column], ascending: ascending)
        ?? ((left.created, left.id) > (right.created, right.id))
    }
  }
}
