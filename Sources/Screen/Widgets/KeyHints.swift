/// The footer: which keys do what now.
package struct KeyHints: Widget, Equatable, Sendable {
  package struct Hint: Equatable, Sendable {
    /// One key or several.
    package var key: String
    package var title: String
    /// Why it does nothing now; empty when it does.
    package var disabledReason: String
    /// Whether it stands there however little room there is.
    package var isKept: Bool

    package init(_ key: String, _ title: String, disabledReason: String = "", isKept: Bool = false) {
      self.key = key
      self.title = title
      self.disabledReason = disabledReason
      self.isKept = isKept
    }
  }

  /// The most useful first; the last one and those that are kept are never left out.
  package var hints: [Hint]

  package init(_ hints: [Hint]) { self.hints = hints }

  /// As many as there is room for. A key that does nothing now stands in brackets.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    for (hint, place) in places(in: rect) { _ = draw(hint, at: place.lowerBound, into: &buffer, in: rect) }
  }

  /// The hints that have room, each with its columns.
  package func places(in rect: Rect) -> [(hint: Hint, columns: Range<Int>)] {
    let isKept = hints.indices.map { hints[$0].isKept || $0 == hints.count - 1 }
    var room = rect.width - 2 - zip(hints, isKept).reduce(0) { $0 + ($1.1 ? Self.width($1.0) + 2 : 0) } + 2
    var x = rect.x + 1
    var places: [(hint: Hint, columns: Range<Int>)] = []
    for (hint, isKept) in zip(hints, isKept) {
      let width = Self.width(hint)
      guard isKept || width + 2 <= room else { continue }
      if !isKept { room -= width + 2 }
      places.append((hint, x..<min(x + width, rect.maxX)))
      x += width + 2
    }
    return places
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
