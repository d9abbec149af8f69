/// A picture in 8-bit sRGB.
package struct PixelImage: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// Row by row; `width` × `height` of them.
  package let pixels: [RGB]

  package init(width: Int, height: Int, pixels: [RGB]) {
    precondition(width >= 0 && height >= 0 && pixels.count == width * height, "An image has width × height pixels.")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// From all reds, then all greens, then all blues, each row by row.
  package init(width: Int, height: Int, planes: some RandomAccessCollection<UInt8>) {
    let size = width * height
    precondition(planes.count == 3 * size, "An image has three planes of width × height.")
    let bytes = Array(planes)
    self.init(
      width: width, height: height, pixels: (0..<size).map { RGB(bytes[$0], bytes[size + $0], bytes[2 * size + $0]) })
  }

  /// The pixel at (x, y), which must be inside.
  package subscript(x: Int, y: Int) -> RGB { pixels[y * width + x] }

  /// Half as wide and high; each pixel is the mean of 2×2 in linear light.
  package var halved: PixelImage { averaged(across: 2, down: 2) }

  /// So many times as wide and high.
  package func enlarged(by factor: Int) -> PixelImage {
    PixelImage(
      width: width * factor, height: height * factor,
      pixels: (0..<height * factor).flatMap { y in (0..<width * factor).map { x in self[x / factor, y / factor] } })
  }

  /// Means of `across` × `down` pixels in linear light. What is left over at the right and the bottom is dropped.
  func averaged(across: Int, down: Int) -> PixelImage {
    let (columns, rows) = (width / across, height / down)
    var result: [RGB] = []
    result.reserveCapacity(columns * rows)
    for y in 0..<rows {
      for x in 0..<columns {
        result.append(mean(columns: x * across..<(x + 1) * across, rows: y * down..<(y + 1) * down))
      }
    }
    return PixelImage(width: columns, height: rows, pixels: result)
  }

  /// The mean of some pixels in linear light.
  func mean(columns: Range<Int>, rows: Range<Int>) -> RGB {
    var (red, green, blue) = (0.0, 0.0, 0.0)
    for row in rows {
      for column in columns {
        let pixel = self[column, row]
        red += Light.linear(pixel.red)
        green += Light.linear(pixel.green)
        blue += Light.linear(pixel.blue)
      }
    }
    let count = Double(columns.count * rows.count)
    return RGB(Light.channel(red / count), Light.channel(green / count), Light.channel(blue / count))
  }
}
