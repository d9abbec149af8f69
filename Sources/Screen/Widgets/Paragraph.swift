package struct Paragraph: Widget, Equatable, Sendable {
  package var text: String
  package var style: Style
  /// The index of the first line shown.
  package var top: Int

  package init(_ text: String, style: Style = .text, top: Int = 0) {
    self.text = text
    self.style = style
    self.top = top
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let lines = Self.wrap(text, width: rect.width)
    for (index, line) in lines.dropFirst(max(0, top)).prefix(rect.height).enumerated() {
      buffer.write(line, x: rect.x, y: rect.y + index, style: style, width: rect.width)
    }
  }

  /// The lines of `text` at a width. Words that are longer are cut; spaces at the beginning of a line stay.
  package static func wrap(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrapLine($0, width: width) }
  }

  private static func wrapLine(_ line: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var current = String(line.prefix { $0 == " " }.prefix(max(0, width - 1)))
    var columns = current.utf8.count
    var isBlank = true
    for word in line.split(separator: " ") {
      let length = TextWidth.of(String(word))
      if !isBlank, columns + 1 + length > width {
        lines.append(current)
        (current, columns, isBlank) = ("", 0, true)
      }
      if !isBlank {
        current += " "
        columns += 1
      }
      isBlank = false
      guard columns + length > width else {
        current += word
        columns += length
        continue
      }
      for character in word {
        let size = Glyph(character).columns
        if columns + size > width, columns > 0 {
          lines.append(current)
          (current, columns) = ("", 0)
        }
        current.append(character)
        columns += size
      }
    }
    return lines + [current]
  }
}
