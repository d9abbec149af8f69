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
      if isInside || edge != .black {
        let sourceRow = reflected(row, shape.height, repeats: edge == .reflect)
        var sourceColumn = reflected(column, shape.width, repeats: edge == .reflect)
        if draw.flip { sourceColumn = shape.width - 1 - sourceColumn }
        value = Double(
          pixels[((draw.image * shape.channels + c) * shape.height + sourceRow) * shape.width + sourceColumn])
      }
      result[0, c, h, w] = value * Double(scaling.scale[c]) + Double(scaling.shift[c])
    }
    return result
  }

  /// Where `index` falls in a row that continues beyond its ends as `cba|abc|cba`, or without the edge as `cb|abc|ba`.
  private static func reflected(_ index: Int, _ count: Int, repeats: Bool) -> Int {
    if index < 0 { return repeats ? -index - 1 : -index }
    return index < count ? index : count - (repeats ? 1 : 2) - (index - count)
  }
}
