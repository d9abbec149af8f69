import Screen

/// A message above the footer, shown until the next key or until it no longer holds.
struct Notice: Equatable, Sendable {
  let text: String
  let level: LogPane.Level
  /// Whether the message is still true.
  let holds: @Sendable (LabState) -> Bool

  init(_ text: String, _ level: LogPane.Level = .note, while holds: @escaping @Sendable (LabState) -> Bool) {
    self.text = text
    self.level = level
    self.holds = holds
  }

  static func == (left: Notice, right: Notice) -> Bool { left.text == right.text && left.level == right.level }
}

extension LabState {
  /// Shows a message until the next key or until `holds` returns false. Warnings and errors are logged, too.
  mutating func say(
    _ text: String, _ level: LogPane.Level = .note, while holds: @escaping @Sendable (LabState) -> Bool = { _ in true }
  ) {
    notice = Notice(text, level, while: holds)
    if level != .note { write(LogPane.Line(text, level: level)) }
  }

  /// Removes a message that is no longer true.
  mutating func dropNotice() {
    if let notice, !notice.holds(self) { self.notice = nil }
  }
}

/// A notice above the footer, in as many lines as it takes, a few at most.
struct NoticeLine: Widget {
  private static let mostRows = 3
  let notice: Notice

  private var text: String { (notice.level == .note ? "" : "! ") + notice.text }

  private func lines(width: Int) -> [String] { Paragraph.wrap(text, width: width - 2) }

  /// The last lines of `content`, as many as it takes.
  func place(in content: Rect) -> Rect {
    content.rows([.rest, .fixed(min(lines(width: content.width).count, Self.mostRows))])[1]
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    buffer.fill(rect, style: Style(.text, on: .background))
    let style: Style =
      switch notice.level {
      case .note: Style(.accent)
      case .warning: Style(.warning, .bold)
      case .error: Style(.error, .bold)
      }
    let lines = lines(width: rect.width)
    for (index, line) in lines.prefix(rect.height).enumerated() {
      // What is left out shows as cut.
      let isLast = index == rect.height - 1 && lines.count > rect.height
      buffer.write(
        isLast ? lines[index...].joined(separator: " ") : line, x: rect.x + 1, y: rect.y + index, style: style,
        width: rect.width - 2)
    }
  }
}
