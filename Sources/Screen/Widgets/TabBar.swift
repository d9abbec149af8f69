/// The screens' names, the active one marked, and a status at the right.
package struct TabBar: Widget, Equatable, Sendable {
  package var name: String
  package var titles: [String]
  /// What opens each.
  package var keys: [String]
  package var active: Int
  package var status: [Span]

  /// A line of tabs; without `keys` they are numbered from 1.
  package init(name: String, titles: [String], keys: [String]? = nil, active: Int, status: [Span] = []) {
    self.name = name
    self.titles = titles
    self.keys = keys ?? (0..<titles.count).map { "\($0 + 1)" }
    self.active = active
    self.status = status
  }

  /// Where there is no room, inactive tabs shrink to their keys, those farthest from the active one first; then the
  /// status is cut.
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

  /// The columns of each tab that has room.
  package func places(in rect: Rect) -> [Range<Int>] { tabs(in: rect).map(\.place) }

  private var statusWidth: Int { status.reduce(0) { $0 + TextWidth.of($1.text) } }

  private func tabs(in rect: Rect) -> [(text: String, place: Range<Int>)] {
    let named = tabsWithNames(room: rect.width - statusWidth - TextWidth.of(name) - 5)
    var tabs: [(text: String, place: Range<Int>)] = []
    var x = min(rect.x + 1 + TextWidth.of(name), rect.maxX) + 1
    for (index, title) in titles.enumerated() where x < rect.maxX {
      let text = named.contains(index) ? "\(keys[index]) \(title)" : keys[index]
      let end = min(x + TextWidth.of(text) + 2, rect.maxX)
      tabs.append((text, x..<end))
      x = end
    }
    return tabs
  }

  /// The tabs whose names fit beside all keys: the active one always, then its neighbours.
  private func tabsWithNames(room: Int) -> Set<Int> {
    var left = room - keys.reduce(0) { $0 + TextWidth.of($1) + 2 }
    var named: Set<Int> = []
    for index in titles.indices.sorted(by: { abs($0 - active) < abs($1 - active) }) {
      left -= TextWidth.of(titles[index]) + 1
      if left < 0, index != active { break }
      named.insert(index)
    }
    return named
  }
}
