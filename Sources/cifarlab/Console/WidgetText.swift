import Screen

extension Console {
  /// Draws a widget as plain text.
  func text(_ widget: some Widget, width: Int, height: Int, ascii: Bool = false) -> String {
    let unicode = capabilities(ascii: ascii).unicode
    let context = RenderContext(theme: .dark, capabilities: Capabilities(colour: .none, unicode: unicode))
    var buffer = Buffer(width: width, height: height, unicode: unicode)
    buffer.draw(widget, in: buffer.bounds, context)
    return (0..<height).map { row in
      var line = ""
      for cell in buffer.cells[row * width..<(row + 1) * width] {
        line.unicodeScalars.append(contentsOf: (unicode ? cell.glyph : cell.glyph.asciiTwin).scalars)
      }
      return line.trimmingEnd + "\n"
    }.joined()
  }
}
