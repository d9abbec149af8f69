import Kernels

extension Reference {
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
  static func convolution(_ g: ConvolutionGeometry, _ x: Maps, weights: [Double], bias: [Double]? = nil) -> Maps {
    var y = Maps(g.output, images: x.images)
    if let bias { y.forEachIndex { n, c, h, w in y[n, c, h, w] = bias[c] } }
    products(g, images: x.images) { n, o, i, w in y[n, o.0, o.1, o.2] += x[n, i.0, i.1, i.2] * weights[w] }
    return y
  }

  /// ∂L/∂x of a convolution.
  static func convolutionInputGradient(_ g: ConvolutionGeometry, _ dy: Maps, weights: [Double]) -> Maps {
    var dx = Maps(g.input, images: dy.images)
    products(g, images: dy.images) { n, o, i, w in dx[n, i.0, i.1, i.2] += dy[n, o.0, o.1, o.2] * weights[w] }
    return dx
  }

  /// ∂L/∂w of a convolution.
  static func convolutionWeightGradient(_ g: ConvolutionGeometry, _ x: Maps, _ dy: Maps) -> [Double] {
    var dw = [Double](repeating: 0, count: g.weights)
    products(g, images: x.images) { n, o, i, w in dw[w] += dy[n, o.0, o.1, o.2] * x[n, i.0, i.1, i.2] }
    return dw
  }
}
