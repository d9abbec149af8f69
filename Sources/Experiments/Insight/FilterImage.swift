import Networks

/// A filter of the first layer as a small colour image: `[channel][row][column]` of bytes, 128 is 0.
package struct FilterImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  package let pixels: [UInt8]
  /// √Σw² over its weights.
  package let norm: Float

  package init(width: Int, height: Int, pixels: [UInt8], norm: Float) {
    self.width = width
    self.height = height
    self.pixels = pixels
    self.norm = norm
  }

  /// The filters of the first layer, on a common scale. Empty if that layer does not convolve colour images.
  package static func firstLayer(of network: Network) -> [FilterImage] {
    guard let parameter = network.parameters.first(where: { $0.layer == 0 && [2, 4].contains($0.shape.count) })
    else { return [] }
    let outputs = parameter.shape[0]
    let each = parameter.range.count / outputs
    let height: Int
    let width: Int
    if parameter.shape.count == 4, parameter.shape[1] == 3 {
      (height, width) = (parameter.shape[2], parameter.shape[3])
    } else if network.image.channels == 3, each == network.image.count {
      (height, width) = (network.image.height, network.image.width)
    } else {
      return []
    }
    let values = network.values.slice(parameter.range).values
    let largest = values.reduce(0) { max($0, abs($1)) }
    let scale = largest > 0 && largest.isFinite ? 127 / largest : 0
    let bytes = values.map { value in
      let byte = (128 + value * scale).rounded()
      return byte.isFinite ? UInt8(min(max(byte, 0), 255)) : 128
    }
    return (0..<outputs).map { index in
      let own = index * each..<(index + 1) * each
      let norm = values[own].reduce(0) { $0 + $1 * $1 }.squareRoot()
      return FilterImage(width: width, height: height, pixels: Array(bytes[own]), norm: norm)
    }
  }
}
