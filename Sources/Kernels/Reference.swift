/// The kernels once more, as plain loops in double precision: what the fast ones are tested against.
package enum Reference {
  /// A batch in the order image, channel, row, column.
  package struct Maps: Equatable {
    package let shape: MapShape
    package let images: Int
    package var values: [Double]

    /// Zeros.
    package init(_ shape: MapShape, images: Int) {
      self.shape = shape
      self.images = images
      values = [Double](repeating: 0, count: shape.count * images)
    }

    /// The first `images` images of a tensor in lanes.
    package init(_ tensor: LaneTensor, images: Int) {
      shape = tensor.shape
      self.images = images
      values = (0..<images).flatMap { tensor.image($0).map(Double.init) }
    }

    /// One value, by image, channel, row and column.
    package subscript(n: Int, c: Int, r: Int, k: Int) -> Double {
      get { values[((n * shape.channels + c) * shape.height + r) * shape.width + k] }
      set { values[((n * shape.channels + c) * shape.height + r) * shape.width + k] = newValue }
    }

    /// The same batch in lanes.
    package func inLanes() -> LaneTensor {
      let tensor = LaneTensor(shape, blocks: LaneTensor.blocks(for: images))
      for n in 0..<images { tensor.setImage(n, values[(n * shape.count)..<((n + 1) * shape.count)].map(Float.init)) }
      return tensor
    }
  }

  /// Calls `body` for every product in a convolution: image, output (channel, row, column), input (channel, row,
  /// column), weight.
  private static func products(
    _ g: ConvolutionGeometry, images: Int, _ body: (Int, (Int, Int, Int), (Int, Int, Int), Int) -> Void
  ) {
    for n in 0..<images {
      for o in 0..<g.output.channels {
        for r in 0..<g.output.height {
          for c in 0..<g.output.width {
            for i in 0..<g.input.channels {
              for tap in 0..<g.taps {
                let y = r * g.stride - g.padding + tap / g.kernel
                let x = c * g.stride - g.padding + tap % g.kernel
                guard (0..<g.input.height).contains(y), (0..<g.input.width).contains(x) else { continue }
                body(n, (o, r, c), (i, y, x), (o * g.input.channels + i) * g.taps + tap)
              }
            }
          }
        }
      }
    }
  }

  /// y = w ∗ x + b.
  package static func convolution(_ g: ConvolutionGeometry, _ x: Maps, weights: [Double], bias: [Double]?) -> Maps {
    var y = Maps(g.output, images: x.images)
    if let bias {
      for i in y.values.indices { y.values[i] = bias[i / g.output.area % g.output.channels] }
    }
    products(g, images: x.images) { n, o, i, w in y[n, o.0, o.1, o.2] += x[n, i.0, i.1, i.2] * weights[w] }
    return y
  }

  /// ∂L/∂x of a convolution.
  package static func convolutionInputGradient(_ g: ConvolutionGeometry, _ dy: Maps, weights: [Double]) -> Maps {
    var dx = Maps(g.input, images: dy.images)
    products(g, images: dy.images) { n, o, i, w in dx[n, i.0, i.1, i.2] += dy[n, o.0, o.1, o.2] * weights[w] }
    return dx
  }

  /// ∂L/∂w of a convolution.
  package static func convolutionWeightGradient(_ g: ConvolutionGeometry, _ x: Maps, _ dy: Maps) -> [Double] {
    var dw = [Double](repeating: 0, count: g.weights)
    products(g, images: x.images) { n, o, i, w in dw[w] += dy[n, o.0, o.1, o.2] * x[n, i.0, i.1, i.2] }
    return dw
  }

  /// max(x, 0).
  package static func relu(_ x: Maps) -> Maps {
    var y = x
    for i in y.values.indices { y.values[i] = max(0, y.values[i]) }
    return y
  }

  /// The largest value of each map, and where it stands first.
  package static func globalMaxPool(_ x: Maps) -> (y: Maps, index: [Int]) {
    var y = Maps(MapShape(x.shape.channels, 1, 1), images: x.images)
    var index = [Int](repeating: 0, count: y.values.count)
    for map in 0..<y.values.count {
      let values = x.values[(map * x.shape.area)..<((map + 1) * x.shape.area)]
      let best = values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
      y.values[map] = values[best]
      index[map] = best - values.startIndex
    }
    return (y, index)
  }

  /// Mean and unbiased standard deviation of each channel over images and positions.
  package static func channelStatistics(_ x: Maps) -> (mean: [Double], std: [Double]) {
    var means: [Double] = []
    var stds: [Double] = []
    for c in 0..<x.shape.channels {
      let values = x.values.indices.lazy.filter { $0 / x.shape.area % x.shape.channels == c }.map { x.values[$0] }
      let count = Double(x.images * x.shape.area)
      let mean = values.reduce(0, +) / count
      means.append(mean)
      stds.append((values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot())
    }
    return (means, stds)
  }
}
