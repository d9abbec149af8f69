/// A picture in half blocks: the upper pixel is the foreground, the lower one the background. At half size it is drawn
/// in quadrant blocks. Where there are no colours or no blocks it is drawn with letters of ten densities.
package struct ImageView: Widget, Equatable, Sendable {
  package var image: PixelImage
  package var zoom: ImageZoom

  package init(_ image: PixelImage, zoom: ImageZoom = .full) {
    self.image = image
    self.zoom = zoom
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    if zoom == .half, context.capabilities.unicode, context.capabilities.colour > .none {
      drawQuadrants(into: &buffer, in: rect)
      return
    }
    let shown = zoom.apply(to: image)
    for row in 0..<min(rect.height, (shown.height + 1) / 2) {
      for column in 0..<min(rect.width, shown.width) {
        let upper = shown[column, row * 2]
        let lower = row * 2 + 1 < shown.height ? shown[column, row * 2 + 1] : nil
        let cell = Self.cell(upper: upper, lower: lower, context)
        buffer.put(cell.glyph, x: rect.x + column, y: rect.y + row, style: cell.style)
      }
    }
  }

  /// Four pixels a cell. The cells are twice as high as wide: each of them is the mean of two pixels of the image, one
  /// above the other.
  private func drawQuadrants(into buffer: inout Buffer, in rect: Rect) {
    let shown = image.averaged(across: 1, down: 2)
    let size = zoom.size(width: image.width, height: image.height)
    for row in 0..<min(rect.height, size.rows) {
      for column in 0..<min(rect.width, size.columns) {
        let (x, y) = (2 * column, 2 * row)
        let lower = min(y + 1, shown.height - 1)
        let cell = QuadrantCell((shown[x, y], shown[x + 1, y], shown[x, lower], shown[x + 1, lower]))
        buffer.put(
          Glyph(cell.glyph), x: rect.x + column, y: rect.y + row,
          style: Style(foreground: .rgb(cell.foreground), background: .rgb(cell.background)))
      }
    }
  }

  /// The cell of two pixels, one above the other.
  static func cell(upper: RGB, lower: RGB?, _ context: RenderContext) -> Cell {
    let capabilities = context.capabilities
    if capabilities.unicode, capabilities.colour > .none {
      return Cell(
        Glyph("▀" as Unicode.Scalar),
        Style(foreground: .rgb(upper), background: lower.map { .rgb($0) } ?? .role(.background)))
    }
    let luminance = (Light.luminance(upper) + Light.luminance(lower ?? upper)) / 2
    let glyph = Glyph(ramp(luminance, onDark: context.theme.isDark))
    guard capabilities.colour > .none else { return Cell(glyph, .text) }
    let mean = PixelImage(width: 1, height: 2, pixels: [upper, lower ?? upper]).averaged(across: 1, down: 2)
    return Cell(glyph, Style(foreground: .rgb(mean[0, 0])))
  }

  private static let densities: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

  /// On a dark background the densest letter is the brightest.
  static func ramp(_ luminance: Double, onDark: Bool) -> Unicode.Scalar {
    // In sRGB, where equal steps look equal.
    let level = min(max(Int(Double(Light.channel(luminance)) / 25.6), 0), 9)
    return densities[onDark ? level : 9 - level]
  }
}
