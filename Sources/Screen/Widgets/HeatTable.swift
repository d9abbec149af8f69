/// A grid of figures on a background by their size, such as a confusion matrix.
package struct HeatTable: Widget, Equatable, Sendable {
  package struct Place: Equatable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  package var rowLabels: [String]
  package var columnLabels: [String]
  /// In 0…1, `[row][column]`: what the background shows.
  package var shares: [[Double]]
  /// What is written, `[row][column]`.
  package var texts: [[String]]
  package var selection: Place?
  package var focused: Bool

  package init(
    rowLabels: [String], columnLabels: [String], shares: [[Double]], texts: [[String]], selection: Place? = nil,
    focused: Bool = true
  ) {
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.shares = shares
    self.texts = texts
    self.selection = selection
    self.focused = focused
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let labels = min(rowLabels.map { TextWidth.of($0) }.max() ?? 0, max(3, rect.width / 4))
    let columns = columnLabels.count
    let needed = (texts.joined().map { TextWidth.of($0) }.max() ?? 1) + 2
    guard columns > 0, rect.height > 1, rect.width > labels + needed else { return }
    let width = min(max(needed, (rect.width - labels - 1) / columns), 8)
    let visibleColumns = min(columns, max(1, (rect.width - labels - 1) / width))
    let visibleRows = min(rowLabels.count, rect.height - 1)
    let left = Scroll.top(selection: selection?.column ?? 0, count: columns, visible: visibleColumns)
    let top = Scroll.top(selection: selection?.row ?? 0, count: rowLabels.count, visible: visibleRows)
    for column in left..<left + visibleColumns {
      let style = column == selection?.column ? Style(.focus, .bold) : Style(.muted)
      buffer.write(
        String(columnLabels[column].prefix(width - 1)), x: rect.x + labels + 1 + (column - left) * width, y: rect.y,
        style: style, width: width - 1, align: .right)
    }
    for row in top..<top + visibleRows {
      let y = rect.y + 1 + row - top
      let style = row == selection?.row ? Style(.focus, .bold) : Style(.muted)
      buffer.write(rowLabels[row], x: rect.x, y: y, style: style, width: labels)
      for column in left..<left + visibleColumns where column < shares[row].count {
        let place = Rect(x: rect.x + labels + 1 + (column - left) * width, y: y, width: width, height: 1)
        let isSelected = selection == Place(row: row, column: column)
        drawCell(texts[row][column], share: shares[row][column], isSelected: isSelected, in: place, &buffer, context)
      }
    }
  }

  private func drawCell(
    _ text: String, share: Double, isSelected: Bool, in place: Rect, _ buffer: inout Buffer, _ context: RenderContext
  ) {
    let ink = Ink.gradient(.heat, share: share)
    let readable = Light.readable(on: context.theme.colour(of: ink).rgb)
    let style = Style(foreground: .rgb(readable), background: ink, attributes: isSelected ? .bold : [])
    buffer.fill(place, style: style)
    buffer.write(text, x: place.x, y: place.y, style: style, width: place.width - 1, align: .right)
    guard isSelected else { return }
    let bar = focused ? Style.selection : Style(.focus, .bold)
    buffer.restyle(place, bar)
    buffer.put(buffer.unicode ? "▐" : "[", x: place.x, y: place.y, style: Style(.focus, .bold))
    buffer.put(buffer.unicode ? "▌" : "]", x: place.maxX - 1, y: place.y, style: Style(.focus, .bold))
  }
}
