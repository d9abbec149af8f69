import Experiments
import Listing
import Screen

/// Where the parts of the Runs screen stand.
struct RunsLayout: Equatable, Sendable {
  /// Rows that the table and what is beneath it need together.
  static let heightOfBoth = 30
  /// Rows of the table beside those of runs: frame, filter, heading, what is said of the run under the cursor.
  private static let tableExtra = 6
  private static let narrowest = 100
  private static let shortDate = 8
  private static let longDate = 16
  private static let bars = 8...20

  private(set) var table: Rect?
  /// The curves, the difference, or the list of columns.
  private(set) var below: Rect?
  /// The columns of the table.
  private(set) var columns: [RunColumnChoice.Placed] = []
  /// Columns that were chosen and have no room.
  private(set) var hiddenColumns = 0
  /// Cells of the bar behind the accuracy; 0: none.
  private(set) var bar = 0
  /// What of the difference has room, while it is shown.
  private(set) var difference: RunsDifference.Layout?
  /// Whether the keys that go up and down act on the difference: where it hides the table or has lines to scroll to.
  private(set) var scrollsDifference = false

  /// Before anything is shown.
  init() {}

  init(_ state: LabState) {
    let runs = state.runs
    let area = state.contentArea
    if state.height >= Self.heightOfBoth, !state.isMaximised {
      // A short list leaves its room to what stands beneath it.
      let most = area.height * 3 / 5
      let rows = min(most, max(area.height / 3, runs.shown.count + Self.tableExtra))
      let parts = area.rows([.fixed(rows), .rest])
      (table, below) = (parts[0], parts[1])
    } else if runs.part == .curves || runs.difference.isShown || runs.picker != nil {
      below = area
    } else {
      table = area
    }
    placeColumns(runs, width: area.width)
    guard runs.difference.isShown, let below else { return }
    difference = RunsDifference.Layout(runs.differenceLines, in: below.inset(columns: 2, rows: 1))
    scrollsDifference = table == nil || (difference?.hiddenLines ?? 0) > 0
  }

  private mutating func placeColumns(_ runs: RunsState, width: Int) {
    // The frame, a column from it, the signs of the cursor and of marks.
    let room = width - 6
    let dateWidth = width < Self.narrowest ? Self.shortDate : Self.longDate
    columns = runs.choice.fitting(room, dateWidth: dateWidth)
    if runs.chosen != nil { hiddenColumns = runs.choice.columns.count - columns.count }
    let left = room - columns.reduce(-1) { $0 + $1.width + 1 } - 1
    if columns.contains(where: { $0.column == .accuracy }), left >= Self.bars.lowerBound {
      bar = min(left, Self.bars.upperBound)
    }
  }
}
