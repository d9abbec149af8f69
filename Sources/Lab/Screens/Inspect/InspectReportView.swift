import Experiments
import Screen
import Training

/// How well the classes are told apart: precision, recall, F1 and AUC of each, and how sure the accuracy is.
struct InspectReportView: Widget {
  let report: ClassificationReport
  /// What the other kind of batch statistics gives.
  let other: OtherStatistics?
  /// Name of the run.
  let title: String
  let isFocused: Bool
  /// The row that is in sight in any case.
  let row: Int

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "report, \(Figures.grouped(report.macro.support)) images", note: title, focused: isFocused
    ).inset(columns: 1)
    let parts = Self.parts(of: inner)
    let table = table(width: inner.width)
    let columns = table.columns
    buffer.draw(table, in: parts[0], context)
    // The means follow the last class.
    let top = min(parts[0].y + 1 + table.rows.count, parts[1].y)
    let body = Rect(x: inner.x + Self.gutter, y: top, width: inner.width - Self.gutter, height: 1)
    for (index, cells) in means.enumerated() {
      for (cell, (place, column)) in zip(cells, zip(body.columns(columns.map(\.width), spacing: 1), columns)) {
        buffer.write(
          cell.text, x: place.x, y: top + index, style: cell.style, width: place.width, align: column.alignment)
      }
    }
    buffer.write(accuracy, x: inner.x, y: top + 3, width: inner.width)
    buffer.write(topK, x: inner.x, y: top + 4, width: inner.width)
  }

  /// The classes, and what is said of all of them.
  private static func parts(of inner: Rect) -> [Rect] { inner.rows([.rest, .fixed(5)]) }

  private var means: [[Span]] { [report.macro, report.weighted].map { cells($0, Style(.muted)) } }

  private func table(width: Int) -> Table {
    let rows = report.classes.map { cells($0, Style(.text)) }
    let columns = columns(rows + means, width: width)
    // Cells beyond the last column are not drawn.
    let drawn = zip(report.classes, rows).map { figures, cells in
      cells + [Span(Self.bar(figures.f1, of: columns.last), Style(.accuracy))]
    }
    return Table(columns: columns, rows: drawn, selection: row, focused: isFocused)
  }

  /// The number of the class at a place of the screen.
  func row(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let inner = rect.inset(columns: 2, rows: 1)
    return table(width: inner.width).row(atX: x, y: y, in: Self.parts(of: inner)[0])
  }

  /// Signs of the cursor.
  private static let gutter = 2
  private static let bar = "▇ F1"
  private static let widestBar = 40

  private static func bar(_ share: Double, of column: Table.Column?) -> String {
    guard case .fixed(let width) = column?.width else { return "" }
    return BarText.filled(share, width: width)
  }

  /// As wide as what stands in them; where there is room for it, with a bar behind.
  private func columns(_ rows: [[Span]], width: Int) -> [Table.Column] {
    let titles = ["class", "precision", "recall", "F1", "AUC", "images"]
    let sizes = titles.indices.map { column in
      max(TextWidth.of(titles[column]), rows.map { TextWidth.of($0[column].text) }.max() ?? 0)
    }
    let others = sizes.dropFirst().reduce(Self.gutter) { $0 + $1 + 1 }
    let name = max(5, min(sizes[0], width - others))
    let columns = zip(titles, [name] + sizes.dropFirst()).enumerated().map { index, column in
      Table.Column(column.0, width: .fixed(column.1), align: index == 0 ? .left : .right)
    }
    let room = width - others - name - 1
    return room < Self.widestBar / 2
      ? columns : columns + [Table.Column(Self.bar, width: .fixed(min(room, Self.widestBar)))]
  }

  private func cells(_ row: ClassificationReport.Row, _ style: Style) -> [Span] {
    [
      Span(row.name, style), Span("\(Figures.percent(row.precision)) %", style),
      Span("\(Figures.percent(row.recall)) %", style), Span("\(Figures.percent(row.f1)) %", style),
      Span(row.auc.map { Figures.fixed($0, 4) } ?? Figures.missing, style),
      Span(Figures.grouped(row.support), Style(.muted)),
    ]
  }

  private var accuracy: [Span] {
    [
      Span("accuracy ", Style(.muted)), Span("\(Figures.percent(report.accuracy)) %", Style(.accuracy, .bold)),
      Span("   95 % interval ", Style(.muted)),
      Span("\(Figures.percent(report.interval.lowerBound)) … \(Figures.percent(report.interval.upperBound)) %"),
    ]
      + (other.map {
        [
          Span("   --bn-stats \($0.kind.rawValue) ", Style(.muted)),
          Span("\(Figures.percent($0.evaluation.accuracy)) %"),
        ]
      } ?? [])
  }

  /// The share of images whose class is among the most probable ones.
  private var topK: [Span] {
    report.topK.flatMap {
      [Span("top \($0.k) ", Style(.muted)), Span("\(Figures.percent($0.share)) %   ")]
    }
  }
}
