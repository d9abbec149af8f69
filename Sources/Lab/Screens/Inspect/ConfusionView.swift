import Experiments
import Screen

/// What is taken for what, with recall and precision at the edges, and the cell under the cursor in words.
struct ConfusionView: Widget {
  private static let wordRows = 4
  let inspection: Inspection
  let inspect: InspectState

  /// Rows that all of it takes.
  static func height(_ inspection: Inspection, _ inspect: InspectState, width: Int) -> Int {
    let view = ConfusionView(inspection: inspection, inspect: inspect)
    return HeatTable.height(view.table, width: width - 4) + wordRows + 2
  }

  /// The table within the frame `rect`.
  static func table(in rect: Rect) -> Rect {
    let inner = rect.inset(columns: 2, rows: 1)
    return inner.rows([.rest, .fixed(wordRows)])[0]
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let unit = inspect.showsShares ? "% of each class" : "counts"
    let title = "confusion, \(Figures.grouped(inspection.facts.evaluation.images)) images, \(unit)"
    let place = Self.table(in: rect)
    buffer.frame(rect, title: title, note: note(place), focused: inspect.part == .matrix)
    buffer.draw(table, in: place, context)
    // The words follow the last row.
    let top = min(place.y + HeatTable.height(table, width: place.width), place.maxY)
    drawWords(
      into: &buffer, in: Rect(x: place.x, y: top, width: place.width, height: rect.maxY - 1 - top))
  }

  /// Which of many classes are visible.
  private func note(_ place: Rect) -> String {
    guard let layout = HeatTableLayout(table, in: place), layout.columns.count < inspection.classes.count else {
      return inspection.title
    }
    let columns = "columns \(layout.columns.lowerBound + 1)–\(layout.columns.upperBound) of \(inspection.classes.count)"
    return "\(columns) · \(inspection.title)"
  }

  private var shares: [[Double]] {
    inspection.counts.map { row in
      let sum = max(row.reduce(0, +), 1)
      return row.map { Double($0) / Double(sum) }
    }
  }

  var table: HeatTable {
    let shares = shares
    let texts =
      inspect.showsShares
      ? shares.map { $0.map { $0 == 0 ? "·" : "\(Int(($0 * 100).rounded()))" } }
      : inspection.counts.map { $0.map { $0 == 0 ? "·" : "\($0)" } }
    func percent(_ share: Double?) -> String { share.map { "\(Int(($0 * 100).rounded()))" } ?? Figures.missing }
    let confusion = inspection.facts.confusion
    return HeatTable(
      rowLabels: inspection.classes, columnLabels: inspection.classes, shares: shares, texts: texts,
      rowEdge: HeatTable.Edge("recall", confusion.classAccuracies.map(percent)),
      columnEdge: HeatTable.Edge("precision", confusion.precisions.map(percent)),
      selection: HeatTable.Place(row: inspect.row, column: inspect.column), focused: inspect.part == .matrix)
  }

  /// What the other kind of batch statistics gives.
  private var other: [Span] {
    guard let other = inspection.facts.other else { return [] }
    return [
      Span("--bn-stats \(other.kind.rawValue) gives ", Style(.muted)),
      Span("\(Figures.percent(other.evaluation.accuracy)) %   "),
    ]
  }

  private func drawWords(into buffer: inout Buffer, in rect: Rect) {
    let (row, column) = (inspect.row, inspect.column)
    let count = inspection.counts[row][column]
    let classes = inspection.classes
    let arrow = row == column ? "\(classes[row]), rightly" : "\(classes[row]) → \(classes[column])"
    let share = shares[row][column]
    let lines: [[Span]] = [
      [
        Span(arrow, Style(.focus, .bold)),
        Span("  \(Figures.grouped(count)) images, \(Figures.percentSign(share, 1)) of its class", .text),
      ],
      [
        Span("accuracy ", Style(.muted)),
        Span("\(Figures.percent(inspection.facts.evaluation.accuracy)) %", Style(.accuracy, .bold)),
        Span("   loss ", Style(.muted)), Span(Figures.loss(inspection.facts.evaluation.loss), Style(.validLoss)),
        Span("   calibration error ", Style(.muted)),
        Span("\(Figures.percent(inspection.facts.calibration.expectedError)) %"),
      ],
      other + [Span("rows: what it is · columns: what the network says", Style(.muted))],
    ]
    for (index, line) in lines.enumerated() where rect.y + 1 + index < rect.maxY {
      buffer.write(line, x: rect.x, y: rect.y + 1 + index, width: rect.width)
    }
  }
}

extension HeatTable {
  fileprivate static func height(_ table: HeatTable, width: Int) -> Int { HeatTableLayout.height(table, width: width) }
}
