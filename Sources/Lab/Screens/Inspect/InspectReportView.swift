import Experiments
import Screen

/// How well the classes are told apart: precision, recall, F1 and AUC of each, and how sure the accuracy is.
struct InspectReportView: Widget {
  let report: ClassificationReport
  /// Name of the run.
  let title: String
  let isFocused: Bool
  /// The row that is in sight in any case.
  let row: Int

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "report, \(Figures.grouped(report.macro.support)) images", note: title, focused: isFocused
    ).inset(columns: 1)
    let parts = inner.rows([.rest, .fixed(5)])
    let figures = ["precision", "recall", "F1", "AUC", "images"].map {
      Table.Column($0, width: .fixed(9), align: .right)
    }
    let rows = report.classes.map { cells($0, Style(.text)) }
    buffer.draw(
      Table(columns: [Table.Column("class")] + figures, rows: rows, selection: row, focused: isFocused), in: parts[0],
      context)
    let means = [report.macro, report.weighted].map { cells($0, Style(.muted)) }
    let below = Rect(x: parts[1].x, y: parts[1].y, width: parts[1].width, height: 2)
    let body = Rect(x: below.x + 2, y: below.y, width: below.width - 2, height: 1)
    let places = body.columns([.rest] + figures.map(\.width), spacing: 1)
    for (index, cells) in means.enumerated() {
      for (cell, (place, column)) in zip(cells, zip(places, [Table.Column("")] + figures)) {
        buffer.write(
          cell.text, x: place.x, y: below.y + index, style: cell.style, width: place.width, align: column.alignment)
      }
    }
    buffer.write(accuracy, x: inner.x, y: below.maxY + 1, width: inner.width)
    buffer.write(topK, x: inner.x, y: below.maxY + 2, width: inner.width)
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
  }

  /// The share of images whose class is among the most probable ones.
  private var topK: [Span] {
    report.topK.flatMap {
      [Span("top \($0.k) ", Style(.muted)), Span("\(Figures.percent($0.share)) %   ")]
    }
  }
}
