/// What happens to one image on its way into a batch.
package struct ImageDraw: Sendable, Equatable {
  /// Its index in the set.
  package let image: Int
  /// Mirrored left to right, before it is padded and cropped.
  package let flip: Bool
  /// The crop's upper left corner in the padded image, in pixels: 0 … 2·padding; the padding itself crops the image as
  /// it is.
  package let row: Int
  /// The corner's column; see `row`.
  package let column: Int

  /// The image at `image`, mirrored if `flip`, cropped at (`row`, `column`) of its padded form.
  package init(image: Int, flip: Bool, row: Int, column: Int) {
    self.image = image
    self.flip = flip
    self.row = row
    self.column = column
  }
}

/// How bytes become the network's input: value · scale + shift, per channel.
package struct PixelScaling: Sendable, Equatable {
  /// 1 / (255·std), per channel.
  package let scale: [Float]
  /// −mean / std, per channel.
  package let shift: [Float]

  /// (value/255 − mean) / std for each channel.
  package init(mean: [Float], std: [Float]) {
    scale = std.map { 1 / (255 * $0) }
    shift = zip(mean, std).map { -$0 / $1 }
  }
}

/// What stands around the image where a crop reaches over its edge.
package enum EdgePadding: Sendable, Equatable {
  /// The image mirrored with its edge pixel repeated: `cba|abc|cba`.
  case reflect
  /// Zero in pixel space, before normalisation.
  case black
}
