/// A list with a selected line.
package struct ItemList: Widget, Equatable, Sendable {
  package var items: [[Span]]
  package var selection: Int?
  package var focused: Bool

  package init(_ items: [[Span]], selection: Int? = nil, focused: Bool = true) {
    self.items = items
    self.selection = selection
    self.focused = focused
  }

  package init(_ items: [String], selection: Int? = nil, focused: Bool = true) {
    self.init(items.map { [Span($0)] }, selection: selection, focused: focused)
  }

  /// The item at a place of the screen.
  package func item(atX x: Int, y: Int, in rect: Rect) -> Int? {
    guard rect.contains(x: x, y: y) else { return nil }
    let item = Scroll.top(selection: selection ?? 0, count: items.count, visible: rect.height) + y - rect.y
    return items.indices.contains(item) ? item : nil
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let top = Scroll.top(selection: selection ?? 0, count: items.count, visible: rect.height)
    for (offset, item) in items.dropFirst(top).prefix(rect.height).enumerated() {
      let y = rect.y + offset
      buffer.write(item, x: rect.x + 2, y: y, width: rect.width - 2)
      if top + offset == selection {
        buffer.select(Rect(x: rect.x, y: y, width: rect.width, height: 1), focused: focused)
      }
    }
    buffer.scrollBar(right: rect.maxX, y: rect.y, height: rect.height, top: top, count: items.count)
  }
}
