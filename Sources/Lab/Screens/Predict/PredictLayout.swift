import Screen

/// Positions of the parts.
struct PredictLayout: Equatable, Sendable {
  /// Columns of a class, its percentage and a bar, framed.
  private static let answerWidth = 40
  /// Rows of the list of runs, framed, with its heading.
  private static let fewestRuns = 5

  /// The line of the picture's name.
  private(set) var name = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The picture as people see it; nil: it has no room.
  private(set) var larger: Rect?
  /// As the network sees it.
  private(set) var seen: Rect?
  private(set) var answer = Rect(x: 0, y: 0, width: 0, height: 0)
  private(set) var runs = Rect(x: 0, y: 0, width: 0, height: 0)

  init() {}

  init(_ state: LabState) {
    let predict = state.predict
    let rows = state.contentArea.rows([.fixed(1), .rest])
    name = rows[0]
    let area = rows[1]
    let small = PredictPicture.seenSide(predict)
    // A square of pixels takes as many columns, and half as many rows.
    let seenSize = (columns: small + 2, rows: (small + 1) / 2 + 2)
    let classes = min(predict.classes, 10) + 2
    guard state.isWide, state.isTall else {
      let side = predict.showsLarger ? min(2 * (area.height - 2), area.width - Self.answerWidth + 2) : small
      let columns = area.columns([.fixed(min(side, 2 * (area.height - 2)) + 2), .rest])
      if predict.showsLarger { larger = columns[0] } else { seen = columns[0] }
      (answer, runs) = Self.divided(columns[1], classes)
      return
    }
    let side = min(2 * (area.height - 2), area.width - max(seenSize.columns, Self.answerWidth + 8) - 2)
    let columns = area.columns([.fixed(side + 2), .rest])
    larger = columns[0]
    if columns[1].width >= seenSize.columns + Self.answerWidth {
      let rows = columns[1].rows([.fixed(max(seenSize.rows, classes)), .rest])
      let top = rows[0].columns([.fixed(seenSize.columns), .rest])
      (seen, answer, runs) = (top[0], top[1], rows[1])
    } else {
      let rows = columns[1].rows([.fixed(seenSize.rows), .rest])
      seen = rows[0]
      (answer, runs) = Self.divided(rows[1], classes)
    }
  }

  /// The classes above the runs.
  private static func divided(_ area: Rect, _ classes: Int) -> (Rect, Rect) {
    let rows = area.rows([.fixed(min(classes, area.height - fewestRuns)), .rest])
    return (rows[0], rows[1])
  }
}
