/// Something that draws itself into a rectangle of a buffer and nowhere else.
package protocol Widget {
  /// Draws into `rect`, which is not empty.
  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext)
}

extension Buffer {
  package mutating func draw(_ widget: some Widget, in rect: Rect, _ context: RenderContext) {
    if !rect.isEmpty { widget.draw(into: &self, in: rect, context) }
  }
}
