package enum Alignment: Sendable {
  case left, centre, right
}

extension Buffer {
  /// Writes one line of text from (x, y) to the right, clipped to `width` columns (else to the buffer), and returns the
  /// columns that it covers. Text that is too long ends in `…`; control characters appear as U+FFFD.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, style: Style = .text, width limit: Int? = nil, align: Alignment = .left
  ) -> Int {
    let room = limit ?? (width - x)
    guard room > 0, y >= 0, y < height else { return 0 }
    let length = TextWidth.of(text)
    let start =
      switch align {
      case .left: x
      case .centre: x + max(0, (room - length) / 2)
      case .right: x + max(0, room - length)
      }
    let end = length > room ? x + room - 1 : x + room
    var column = start
    for character in text {
      let glyph = Glyph(character)
      let columns = glyph.columns
      if column + columns > end { break }
      put(glyph, x: column, y: y, style: style)
      column += columns
    }
    if length > room {
      put("…", x: column, y: y, style: style)
      column += 1
    }
    return column - start
  }

  /// Writes spans one after the other, and returns the columns that they cover.
  @discardableResult
  package mutating func write(_ spans: [Span], x: Int, y: Int, width limit: Int? = nil) -> Int {
    let end = x + (limit ?? (width - x))
    var column = x
    for span in spans where column < end {
      column += write(span.text, x: column, y: y, style: span.style, width: end - column)
    }
    return column - x
  }

  /// Draws a frame with an optional title in its upper line and a note in its lower one, and returns what is inside.
  @discardableResult
  package mutating func frame(_ rect: Rect, title: String = "", note: String = "", focused: Bool = false) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let style = focused ? Style(.focus, .bold) : Style(.border)
    let (right, bottom) = (rect.maxX - 1, rect.maxY - 1)
    for x in rect.x + 1..<right {
      put(focused ? "━" : "─", x: x, y: rect.y, style: style)
      put(focused ? "━" : "─", x: x, y: bottom, style: style)
    }
    for y in rect.y + 1..<bottom {
      put(focused ? "┃" : "│", x: rect.x, y: y, style: style)
      put(focused ? "┃" : "│", x: right, y: y, style: style)
    }
    put(focused ? "┏" : "┌", x: rect.x, y: rect.y, style: style)
    put(focused ? "┓" : "┐", x: right, y: rect.y, style: style)
    put(focused ? "┗" : "└", x: rect.x, y: bottom, style: style)
    put(focused ? "┛" : "┘", x: right, y: bottom, style: style)
    if !title.isEmpty, rect.width > 4 {
      write(
        " \(title) ", x: rect.x + 1, y: rect.y, style: focused ? Style(.focus, .bold) : Style(.title),
        width: rect.width - 2)
    }
    if !note.isEmpty, rect.width > 4 {
      write(" \(note) ", x: rect.x + 1, y: bottom, style: Style(.muted), width: rect.width - 2, align: .right)
    }
    return rect.inset(columns: 1, rows: 1)
  }

  /// A row as text, without the spaces at its end.
  package func row(_ y: Int) -> String {
    var line = String.UnicodeScalarView()
    for cell in cells[y * width..<(y + 1) * width] { line.append(contentsOf: cell.glyph.scalars) }
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// All rows as text, each without the spaces at its end.
  package var text: String { (0..<height).map(row).joined(separator: "\n") }

  /// A rectangle as rows of text.
  package func text(in rect: Rect) -> [String] {
    let area = rect.intersection(bounds)
    return (area.y..<area.maxY).map { y in
      (area.x..<area.maxX).map { x in String(String.UnicodeScalarView(self[x, y].glyph.scalars)) }.joined()
    }
  }
}

/// Text in one style.
package struct Span: Equatable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}
