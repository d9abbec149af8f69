import Experiments
import Screen

/// What differs between two recipes.
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

/// Two recipes side by side: what differs stands out, by a sign as well as by colour.
struct DifferenceTable: Widget {
  let left: String
  let right: String
  private let lines: [RecipeDifference.Line]

  init(_ left: String, _ first: Recipe, _ right: String, _ second: Recipe) {
    self.left = left
    self.right = right
    lines = RecipeDifference.lines(first, second)
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
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: 0), in: rect, context)
  }
}
