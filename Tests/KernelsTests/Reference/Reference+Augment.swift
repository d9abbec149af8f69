import Kernels

extension Reference {
  /// One image of a set of bytes `[image][channel][row][column]`: flipped, padded, cropped and scaled, pixel by pixel.
  static func augmented(
    _ pixels: [UInt8], _ shape: MapShape, _ draw: ImageDraw, padding: Int, edge: EdgePadding, scaling: PixelScaling
  ) -> Maps {
    var result = Maps(shape, images: 1)
    result.forEachIndex { _, c, h, w in
      let row = h + draw.row - padding
      let column = w + draw.column - padding
      let isInside = (0..<shape.height).contains(row) && (0..<shape.width).contains(column)
      var value = 0.0
      if isInside || edge == .reflect {
        let sourceRow = reflected(row, shape.height)
        var sourceColumn = reflected(column, shape.width)
        if draw.flip { sourceColumn = shape.width - 1 - sourceColumn }
        value = Double(
          pixels[((draw.image * shape.channels + c) * shape.height + sourceRow) * shape.width + sourceColumn])
      }
      result[0, c, h, w] = value * Double(scaling.scale[c]) + Double(scaling.shift[c])
    }
    return result
  }

  /// Where `index` falls in a row that continues beyond its ends as `cba|abc|cba`.
  private static func reflected(_ index: Int, _ count: Int) -> Int {
    if index < 0 { return -index - 1 }
    return index < count ? index : count - 1 - (index - count)
  }
}
