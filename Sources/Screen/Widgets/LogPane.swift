/// The last lines of a log.
package struct LogPane: Widget, Equatable, Sendable {
  /// How grave a line is.
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

  /// One line.
  package struct Line: Equatable, Sendable {
    /// How grave it is.
    package var level: Level
    /// What it says.
    package var text: String

    /// A line.
    package init(_ text: String, level: Level = .note) {
      self.text = text
      self.level = level
    }
  }

  /// The oldest first.
  package var lines: [Line]
  /// How many of the newest are left out, for looking back.
  package var back: Int

  /// A log that shows its newest lines, or looks back by some.
  package init(_ lines: [Line], back: Int = 0) {
    self.lines = lines
    self.back = back
  }

  /// Draws the newest lines at the bottom.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let shown = lines.dropLast(min(max(0, back), max(0, lines.count - rect.height))).suffix(rect.height)
    for (index, line) in shown.enumerated() {
      buffer.put(line.level.sign, x: rect.x, y: rect.y + index, style: line.level.style)
      buffer.write(line.text, x: rect.x + 2, y: rect.y + index, style: line.level.style, width: rect.width - 2)
    }
  }
}
