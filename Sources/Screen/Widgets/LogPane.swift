/// The last lines of a log, wrapped.
package struct LogPane: Widget, Equatable, Sendable {
  package enum Level: Sendable {
    case note, warning, error

    var style: Style {
      switch self {
      case .note: Style(.muted)
      case .warning: Style(.warning)
      case .error: Style(.error)
      }
    }
    var sign: Unicode.Scalar {
      switch self {
      case .note: "·"
      case .warning: "!"
      case .error: "✗"
      }
    }
  }

  package struct Line: Equatable, Sendable {
    package var level: Level
    package var text: String

    package init(_ text: String, level: Level = .note) {
      self.text = text
      self.level = level
    }
  }

  /// The oldest first.
  package var lines: [Line]
  /// How many of the newest lines are scrolled out.
  package var back: Int

  package init(_ lines: [Line], back: Int = 0) {
    self.lines = lines
    self.back = back
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    func wrapped(_ line: Line) -> [String] { Paragraph.wrap(line.text, width: rect.width - Self.gutter) }
    // However far it is scrolled, the pane stays full.
    var kept = 0
    var rows = 0
    while kept < lines.count, rows < rect.height {
      rows += wrapped(lines[kept]).count
      kept += 1
    }
    // A log may be long: only what is seen of it is wrapped.
    var shown: [(line: Line, text: String, isFirst: Bool)] = []
    for line in lines.prefix(max(kept, lines.count - max(0, back))).reversed() {
      guard shown.count < rect.height else { break }
      shown = wrapped(line).enumerated().map { (line, $1, $0 == 0) } + shown
    }
    for (index, row) in shown.suffix(rect.height).enumerated() {
      let style = row.line.level.style
      if row.isFirst { buffer.put(row.line.level.sign, x: rect.x, y: rect.y + index, style: style) }
      buffer.write(
        row.text, x: rect.x + Self.gutter, y: rect.y + index, style: style, width: rect.width - Self.gutter)
    }
  }

  /// The sign of a line and a space.
  private static let gutter = 2
}
