import Experiments
import Screen

/// Settings that differ between two recipes.
enum RecipeDifference {
  struct Line: Equatable {
    let title: String
    let left: String
    let right: String
    var differs: Bool { left != right }
  }

  static func lines(_ left: Recipe, _ right: Recipe) -> [Line] {
    zip(left.facts, right.facts).map { Line(title: $0.name, left: $0.value, right: $1.value) }
  }
}

/// Two recipes side by side; differences are marked by a sign as well as by colour.
struct DifferenceTable: Widget {
  let left: String
  let right: String
  /// Index of the first visible line.
  let top: Int
  private let lines: [RecipeDifference.Line]

  init(_ left: String, _ first: Recipe, _ right: String, _ second: Recipe, top: Int = 0) {
    self.left = left
    self.right = right
    self.top = top
    lines = RecipeDifference.lines(first, second)
  }

  /// Lines that do not fit into `height` rows, one of which is the heading.
  static func hiddenLines(_ first: Recipe, _ second: Recipe, height: Int) -> Int {
    max(0, RecipeDifference.lines(first, second).count - max(0, height - 1))
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let rows = lines.sorted { $0.differs && !$1.differs }.map { line in
      let style = line.differs ? Style(.warning, .bold) : Style(.muted)
      return [
        Span(line.differs ? "≠" : "=", style), Span(line.title, Style(.muted)), Span(line.left, style),
        Span(line.right, style),
      ]
    }
    let columns = [
      Table.Column("", width: .fixed(1)), Table.Column("", width: .fixed(21)), Table.Column(left), Table.Column(right),
    ]
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: top), in: rect, context)
  }
}
