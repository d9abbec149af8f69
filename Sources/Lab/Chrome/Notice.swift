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

/// A notice in the line above the footer.
struct NoticeLine: Widget {
  let notice: Notice

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    buffer.fill(rect, style: Style(.text, on: .background))
    let style: Style =
      switch notice.level {
      case .note: Style(.accent)
      case .warning: Style(.warning, .bold)
      case .error: Style(.error, .bold)
      }
    let sign = notice.level == .note ? "" : "! "
    buffer.write(sign + notice.text, x: rect.x + 1, y: rect.y, style: style, width: rect.width - 2)
  }
}
