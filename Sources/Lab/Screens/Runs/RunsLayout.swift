import Screen

/// Positions of the parts.
struct RunsLayout: Equatable, Sendable {
  /// Minimum rows for the table and a panel below it.
  private static let heightOfBoth = 30

  private(set) var table: Rect?
  /// Curves of marked runs, or the difference of two recipes.
  private(set) var below: Rect?
  /// Lines of the difference that do not fit.
  private(set) var hiddenDifference = 0
  /// Whether movement keys scroll the difference: it hides the table, or does not fit.
  private(set) var scrollsDifference = false

  init() {}

  init(_ state: LabState) {
    let difference = state.runs.difference
    if state.height >= Self.heightOfBoth {
      let rows = state.contentArea.rows([.flexible(3), .flexible(2)])
      (table, below) = (rows[0], rows[1])
    } else if state.runs.part == .curves || difference != nil {
      below = state.contentArea
    } else {
      table = state.contentArea
    }
    guard let difference else { return }
    if let below, let first = difference.0.recipe, let second = difference.1.recipe {
      hiddenDifference = DifferenceTable.hiddenLines(
        first, second, height: below.inset(columns: 1, rows: 1).height)
    }
    scrollsDifference = table == nil || hiddenDifference > 0
  }
}
