/// Pictures as text with colour sequences, for standard output.
package enum ImageText {
  /// Rows that end in a newline. Pictures wider than `width` columns are halved until they fit.
  /// Without colours or Unicode there are only letters, and no escape sequence.
  package static func render(_ image: PixelImage, width: Int, capabilities: Capabilities) -> String {
    render([image], width: width, capabilities: capabilities)
  }

  /// Pictures side by side, with two columns between them.
  package static func render(_ images: [PixelImage], width: Int, capabilities: Capabilities) -> String {
    let fitting = images.map { image in
      var smaller = image
      while smaller.width > max(1, width), smaller.width > 1 { smaller = smaller.halved }
      return smaller
    }
    let isColoured = capabilities.unicode && capabilities.colour > .none
    let context = RenderContext(theme: .dark, capabilities: isColoured ? capabilities : .plain)
    var text = ""
    for row in 0..<((fitting.map(\.height).max() ?? 0) + 1) / 2 {
      var line = ""
      var last: Style?
      for (index, image) in fitting.enumerated() {
        if index > 0 {
          if last != nil { line += "\u{1B}[0m" }
          last = nil
          line += "  "
        }
        for column in 0..<image.width {
          guard row * 2 < image.height else {
            line += " "
            continue
          }
          let lower = row * 2 + 1 < image.height ? image[column, row * 2 + 1] : nil
          let cell = ImageView.cell(upper: image[column, row * 2], lower: lower, context)
          if isColoured, cell.style != last {
            line += sequence(upper: image[column, row * 2], lower: lower, capabilities.colour)
            last = cell.style
          }
          line.unicodeScalars.append(cell.glyph.base)
        }
      }
      if last != nil { line += "\u{1B}[0m" }
      if !isColoured { while line.last == " " { line.removeLast() } }
      text += line + "\n"
    }
    return text
  }

  private static func sequence(upper: RGB, lower: RGB?, _ colour: Capabilities.Colour) -> String {
    let background = lower.map { parameters($0, colour, isBackground: true) } ?? "49"
    return "\u{1B}[\(parameters(upper, colour, isBackground: false));\(background)m"
  }

  /// The SGR parameters of the nearest colour that the terminal has.
  private static func parameters(_ pixel: RGB, _ colour: Capabilities.Colour, isBackground: Bool) -> String {
    let number =
      switch colour {
      case .trueColour: Int32(pixel.hex)
      case .palette256: Int32(Palette.nearest256(pixel))
      case .ansi16, .none: Int32(Palette.nearest16(pixel))
      }
    let bytes = [UInt8](capacity: ColourSequence.longest) {
      ColourSequence.append(number, colour, isBackground: isBackground, to: &$0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
