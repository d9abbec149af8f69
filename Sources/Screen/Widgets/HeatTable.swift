/// A grid of figures on a background by their size: a confusion matrix. What is right, on the diagonal, and what is
/// wrong differ in hue and in a sign.
package struct HeatTable: Widget, Equatable, Sendable {
  package struct Place: Equatable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// A figure for each row or column, beside the grid.
  package struct Edge: Equatable, Sendable {
    package var title: String
    package var texts: [String]

    package init(_ title: String, _ texts: [String]) {
      self.title = title
      self.texts = texts
    }
  }

  package var rowLabels: [String]
  package var columnLabels: [String]
  /// In 0…1, `[row][column]`: what the background shows.
  package var shares: [[Double]]
  /// What is written, `[row][column]`.
  package var texts: [[String]]
  /// At the right of the rows, and beneath the columns.
  package var rowEdge: Edge?
  package var columnEdge: Edge?
  package var selection: Place?
  package var focused: Bool

  package init(
    rowLabels: [String], columnLabels: [String], shares: [[Double]], texts: [[String]], rowEdge: Edge? = nil,
    columnEdge: Edge? = nil, selection: Place? = nil, focused: Bool = true
  ) {
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.shares = shares
    self.texts = texts
    self.rowEdge = rowEdge
    self.columnEdge = columnEdge
    self.selection = selection
    self.focused = focused
  }

  /// From this share on an error has a sign.
  private static let notable = 0.1

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let layout = HeatTableLayout(self, in: rect) else { return }
    drawHeader(layout, into: &buffer)
    for row in layout.rows {
      let y = layout.y(ofRow: row)
      let style = row == selection?.row ? Style(.focus, .bold) : Style(.muted)
      buffer.write(rowLabels[row], x: rect.x, y: y, style: style, width: layout.labels)
      for column in layout.columns where column < shares[row].count {
        drawCell(row, column, in: layout.cell(row, column), &buffer, context)
      }
      if let text = rowEdge?.texts[row] {
        buffer.write(text, x: layout.edge, y: y, style: style, width: layout.edgeWidth, align: .right)
      }
    }
    drawFoot(layout, into: &buffer)
    buffer.scrollBar(
      right: rect.maxX, y: layout.grid.y, height: layout.grid.height, top: layout.rows.lowerBound,
      count: rowLabels.count)
  }

  /// The names of the columns, each in as many lines as it needs and there are.
  private func drawHeader(_ layout: HeatTableLayout, into buffer: inout Buffer) {
    let width = layout.cellWidth - 1
    for column in layout.columns {
      let style = column == selection?.column ? Style(.focus, .bold) : Style(.muted)
      let lines = HeadingLines(columnLabels[column], width: width).lines(layout.header, among: columnLabels)
      for (index, line) in lines.enumerated() {
        let y = layout.grid.y - lines.count + index
        buffer.write(line, x: layout.x(ofColumn: column), y: y, style: style, width: width, align: .right)
      }
    }
    if let title = rowEdge?.title {
      buffer.write(
        title, x: layout.edge, y: layout.grid.y - 1, style: Style(.muted), width: layout.edgeWidth, align: .right)
    }
  }

  private func drawFoot(_ layout: HeatTableLayout, into buffer: inout Buffer) {
    guard let columnEdge, layout.hasFoot else { return }
    let y = layout.grid.maxY
    buffer.write(columnEdge.title, x: layout.area.x, y: y, style: Style(.muted), width: layout.labels)
    for column in layout.columns {
      let style = column == selection?.column ? Style(.focus, .bold) : Style(.muted)
      let x = layout.x(ofColumn: column)
      buffer.write(columnEdge.texts[column], x: x, y: y, style: style, width: layout.cellWidth - 1, align: .right)
    }
  }

  private func drawCell(
    _ row: Int, _ column: Int, in place: Rect, _ buffer: inout Buffer, _ context: RenderContext
  ) {
    let share = shares[row][column]
    let isRight = row == column
    let ink = Ink.gradient(isRight ? .heat : .wrong, share: share)
    let readable = Light.readable(on: context.theme.colour(of: ink).rgb)
    let isSelected = selection == Place(row: row, column: column)
    let style = Style(foreground: .rgb(readable), background: ink, attributes: isSelected || isRight ? .bold : [])
    buffer.fill(place, style: style)
    buffer.write(texts[row][column], x: place.x, y: place.y, style: style, width: place.width - 1, align: .right)
    if isRight, share > 0 {
      buffer.put("✓", x: place.maxX - 1, y: place.y, style: style)
    } else if !isRight, share >= Self.notable {
      buffer.put("✗", x: place.maxX - 1, y: place.y, style: style)
    }
    guard isSelected else { return }
    let bar = focused ? Style.selection : Style(.focus, .bold)
    buffer.restyle(place, bar)
    buffer.put(buffer.unicode ? "▐" : "[", x: place.x, y: place.y, style: Style(.focus, .bold))
    buffer.put(buffer.unicode ? "▌" : "]", x: place.maxX - 1, y: place.y, style: Style(.focus, .bold))
  }
}
