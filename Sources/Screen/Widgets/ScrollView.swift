/// A window on contents that are taller than the screen.
package struct ScrollView<Content: Widget>: Widget {
  /// What is scrolled.
  package var content: Content
  /// The rows that it needs.
  package var height: Int
  /// The first row that is shown; kept within the contents.
  package var top: Int

  /// A window that begins at row `top` of contents with `height` rows.
  package init(_ content: Content, height: Int, top: Int) {
    self.content = content
    self.height = height
    self.top = top
  }

  /// Draws the visible rows, and a mark right of them when there are others.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    var whole = Buffer(width: rect.width, height: max(height, rect.height), unicode: buffer.unicode)
    whole.draw(content, in: whole.bounds, context)
    let first = min(max(0, top), whole.height - rect.height)
    let part = Rect(x: 0, y: first, width: rect.width, height: rect.height)
    buffer.merge(whole, part: part, x: rect.x, y: rect.y)
    buffer.scrollBar(right: rect.maxX, y: rect.y, height: rect.height, top: first, count: whole.height)
  }
}
