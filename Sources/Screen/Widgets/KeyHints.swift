/// The footer: which keys do what now.
package struct KeyHints: Widget, Equatable, Sendable {
  package struct Hint: Equatable, Sendable {
    /// One key or several.
    package var key: String
    package var title: String
    /// Why it does nothing now; empty when it does.
    package var disabledReason: String

    package init(_ key: String, _ title: String, disabledReason: String = "") {
      self.key = key
      self.title = title
      self.disabledReason = disabledReason
    }
  }

  /// The most useful first; the last one is never left out.
  package var hints: [Hint]

  package init(_ hints: [Hint]) { self.hints = hints }

  /// As many as there is room for. A key that does nothing now stands in brackets.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let last = hints.last else { return }
    var x = rect.x + 1
    let end = rect.maxX - Self.width(last) - 2
    for hint in hints.dropLast() where x + Self.width(hint) <= end {
      x = draw(hint, at: x, into: &buffer, in: rect)
    }
    _ = draw(last, at: x, into: &buffer, in: rect)
  }

  private func draw(_ hint: Hint, at start: Int, into buffer: inout Buffer, in rect: Rect) -> Int {
    var x = start
    if hint.disabledReason.isEmpty {
      x += buffer.write(hint.key, x: x, y: rect.y, style: Style(.key, .bold), width: rect.maxX - x) + 1
      x += buffer.write(hint.title, x: x, y: rect.y, style: Style(.muted), width: rect.maxX - x)
    } else {
      let text = "(\(hint.key) \(hint.title))"
      x += buffer.write(text, x: x, y: rect.y, style: Style(.disabled), width: rect.maxX - x)
    }
    return x + 2
  }

  private static func width(_ hint: Hint) -> Int {
    TextWidth.of(hint.key) + TextWidth.of(hint.title) + (hint.disabledReason.isEmpty ? 1 : 3)
  }
}
