/// The screens' names with the active one marked, and a state at the right.
package struct TabBar: Widget, Equatable, Sendable {
  /// Before the tabs.
  package var name: String
  package var titles: [String]
  /// The digit of each tab.
  package var digits: [Int]
  /// The index of the active one.
  package var active: Int
  /// At the right.
  package var status: [Span]

  /// A line of tabs; without `digits` the first one's is 1.
  package init(name: String, titles: [String], digits: [Int]? = nil, active: Int, status: [Span] = []) {
    self.name = name
    self.titles = titles
    self.digits = digits ?? Array(1..<titles.count + 1)
    self.active = active
    self.status = status
  }

  /// Draws one row. Where there is no room, the inactive tabs shrink to their digits, those far from the active one
  /// first; then the status is cut.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let tabs = tabs(in: rect)
    buffer.write(name, x: rect.x + 1, y: rect.y, style: Style(.title, .bold), width: rect.width - 1)
    for (index, tab) in tabs.enumerated() {
      let isActive = index == active
      let style = isActive ? Style(.tabActive, .bold) : Style(.tab)
      let place = tab.place
      buffer.write(
        (isActive ? "▸" : " ") + tab.text + " ", x: place.lowerBound, y: rect.y, style: style, width: place.count)
    }
    let start = max((tabs.last?.place.upperBound ?? rect.x) + 1, rect.maxX - statusWidth - 1)
    buffer.write(status, x: start, y: rect.y, width: rect.maxX - start - 1)
  }

  /// The columns of each tab; of those that have no room, none.
  package func places(in rect: Rect) -> [Range<Int>] { tabs(in: rect).map(\.place) }

  private var statusWidth: Int { status.reduce(0) { $0 + TextWidth.of($1.text) } }

  private func tabs(in rect: Rect) -> [(text: String, place: Range<Int>)] {
    let named = tabsWithNames(room: rect.width - statusWidth - TextWidth.of(name) - 5)
    var tabs: [(text: String, place: Range<Int>)] = []
    var x = min(rect.x + 1 + TextWidth.of(name), rect.maxX) + 1
    for (index, title) in titles.enumerated() where x < rect.maxX {
      let text = named.contains(index) ? "\(digits[index]) \(title)" : "\(digits[index])"
      let end = min(x + TextWidth.of(text) + 2, rect.maxX)
      tabs.append((text, x..<end))
      x = end
    }
    return tabs
  }

  /// The tabs whose names fit into so many columns besides all digits: the active one always, then its neighbours.
  private func tabsWithNames(room: Int) -> Set<Int> {
    var left = room - titles.count * 3
    var named: Set<Int> = []
    for index in titles.indices.sorted(by: { abs($0 - active) < abs($1 - active) }) {
      left -= TextWidth.of(titles[index]) + 1
      if left < 0, index != active { break }
      named.insert(index)
    }
    return named
  }
}

/// What can be done now, in the footer.
package struct KeyHints: Widget, Equatable, Sendable {
  /// One key and what it does.
  package struct Hint: Equatable, Sendable {
    /// The key or keys, as they are written.
    package var key: String
    /// What it does, in a word or two.
    package var title: String
    /// Why it does nothing now; empty when it does.
    package var disabledReason: String

    /// A key and what it does.
    package init(_ key: String, _ title: String, disabledReason: String = "") {
      self.key = key
      self.title = title
      self.disabledReason = disabledReason
    }
  }

  /// The most useful first; the last one is never left out.
  package var hints: [Hint]

  /// Keys and what they do, the most useful first.
  package init(_ hints: [Hint]) { self.hints = hints }

  /// Draws one row with as many as there is room for. One that is off stands in brackets.
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

/// A box over the screen that asks or tells something.
package struct Dialog: Widget, Equatable, Sendable {
  /// In its frame.
  package var title: String
  /// What it says.
  package var text: String
  /// A field for an answer in words.
  package var field: TextField?
  /// What can be done, with its keys.
  package var hints: [KeyHints.Hint]
  /// Whether it warns.
  package var isWarning: Bool

  /// A box with text, perhaps a field, and what can be done.
  package init(
    title: String, text: String, field: TextField? = nil, hints: [KeyHints.Hint] = [], isWarning: Bool = false
  ) {
    self.title = title
    self.text = text
    self.field = field
    self.hints = hints
    self.isWarning = isWarning
  }

  /// Draws it in the middle of `rect`, as large as its text needs.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let width = min(rect.width, 64)
    let lines = Paragraph.wrap(text, width: width - 4)
    let extra = (field == nil ? 0 : 2) + (hints.isEmpty ? 0 : 2)
    let box = rect.centred(width: width, height: lines.count + extra + 2)
    buffer.fill(box, style: Style(.text, on: .background))
    let inner = buffer.frame(box, title: (isWarning ? "! " : "") + title, focused: true).inset(columns: 1)
    for (index, line) in lines.prefix(inner.height).enumerated() {
      buffer.write(line, x: inner.x, y: inner.y + index, style: Style(isWarning ? .warning : .text), width: inner.width)
    }
    if let field {
      let row = Rect(x: inner.x, y: inner.y + lines.count + 1, width: inner.width, height: 1)
      buffer.draw(field, in: row.intersection(inner), context)
    }
    if !hints.isEmpty, inner.height > 0 {
      let row = Rect(x: inner.x - 1, y: inner.maxY - 1, width: inner.width + 1, height: 1)
      buffer.draw(KeyHints(hints), in: row, context)
    }
  }
}
