/// The last lines of a log.
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
    let shown = lines.dropLast(min(max(0, back), max(0, lines.count - rect.height))).suffix(rect.height)
    for (index, line) in shown.enumerated() {
      buffer.put(line.level.sign, x: rect.x, y: rect.y + index, style: line.level.style)
      buffer.write(line.text, x: rect.x + 2, y: rect.y + index, style: line.level.style, width: rect.width - 2)
    }
  }
}
