/// How one image of a batch is augmented.
package struct ImageDraw: Sendable, Equatable {
  /// Index in the set.
  package let image: Int
  /// Mirrored left to right, before padding and crop.
  package let flip: Bool
  /// First row of the crop in the padded image, 0 … 2·padding; at `padding` the crop is the image itself.
  package let row: Int
  /// First column of the crop, likewise.
  package let column: Int

  package init(image: Int, flip: Bool, row: Int, column: Int) {
    self.image = image
    self.flip = flip
    self.row = row
    self.column = column
  }
}

/// The network's input from bytes: value·scale + shift for each channel.
package struct PixelScaling: Sendable, Equatable {
  /// 1/(255·std).
  package let scale: [Float]
  /// −mean/std.
  package let shift: [Float]

  /// (value/255 − mean)/std.
  package init(mean: [Float], std: [Float]) {
    scale = std.map { 1 / (255 * $0) }
    shift = zip(mean, std).map { -$0 / $1 }
  }
}

/// The pixels around an image.
package enum EdgePadding: Sendable, Equatable {
  /// The image reflected, with its edge pixel repeated: `cba|abc|cba`.
  case reflect
  /// The same without the edge pixel, as PyTorch's `reflect`: `dcb|abcd|cba`.
  case mirror
  /// Zero in pixel space, before normalisation.
  case black
}
