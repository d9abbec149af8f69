/// Four pixels in one cell: a quadrant block in two colours.
///
/// Of the eight ways to divide four pixels between two colours the one with the least squared error is taken. The
/// colours are means in linear light; the error is measured in sRGB, where equal steps look equal.
struct QuadrantCell: Equatable, Sendable {
  let glyph: Unicode.Scalar
  let foreground: RGB
  let background: RGB

  /// Blocks by the quarters that are filled: bit 0 upper left, bit 1 upper right, bit 2 lower left. The lower right one
  /// always has the background's colour.
  private static let blocks: [Unicode.Scalar] = ["▀", "▘", "▝", "▀", "▖", "▌", "▞", "▛"]

  /// Of an upper left, upper right, lower left and lower right pixel.
  init(_ pixels: (RGB, RGB, RGB, RGB)) {
    let quarters = [pixels.0, pixels.1, pixels.2, pixels.3]
    var best = (error: Int.max, filled: 0, foreground: RGB(0, 0, 0), background: RGB(0, 0, 0))
    for filled in 0..<8 {
      let groups = (0..<2).map { side in quarters.indices.filter { (filled >> $0 & 1) == side } }
      let background = Self.mean(groups[0], of: quarters)
      let foreground = groups[1].isEmpty ? background : Self.mean(groups[1], of: quarters)
      let error =
        groups[0].reduce(0) { $0 + Self.error(quarters[$1], background) }
        + groups[1].reduce(0) { $0 + Self.error(quarters[$1], foreground) }
      if error < best.error { best = (error, filled, foreground, background) }
    }
    glyph = Self.blocks[best.filled]
    (foreground, background) = (best.foreground, best.background)
  }

  private static func mean(_ indices: [Int], of pixels: [RGB]) -> RGB {
    if indices.count == 1 { return pixels[indices[0]] }
    func mean(_ channel: KeyPath<RGB, UInt8>) -> UInt8 {
      Light.channel(indices.reduce(0) { $0 + Light.linear(pixels[$1][keyPath: channel]) } / Double(indices.count))
    }
    return RGB(mean(\.red), mean(\.green), mean(\.blue))
  }

  private static func error(_ a: RGB, _ b: RGB) -> Int {
    let differences = [Int(a.red) - Int(b.red), Int(a.green) - Int(b.green), Int(a.blue) - Int(b.blue)]
    return differences.reduce(0) { $0 + $1 * $1 }
  }
}
