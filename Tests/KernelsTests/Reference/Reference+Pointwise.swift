import Kernels

extension Reference {
  /// max(x, 0).
  static func relu(_ x: Maps) -> Maps {
    var y = x
    for i in y.values.indices { y.values[i] = max(0, y.values[i]) }
    return y
  }

  /// ∂L/∂z of y = relu(z), or of y = z, and the gradient of a bias in z.
  static func biasBackward(_ y: Maps, dy: Maps, relu: Bool) -> (dz: Maps, gradient: [Double]) {
    var dz = dy
    var gradient = [Double](repeating: 0, count: y.shape.channels)
    dy.forEachIndex { n, c, h, w in
      if relu && y[n, c, h, w] <= 0 { dz[n, c, h, w] = 0 }
      gradient[c] += dz[n, c, h, w]
    }
    return (dz, gradient)
  }

  /// The values of `x` that are kept, times 1/(1 − p): a stream of chances for each 16 images gives one to each
  /// channel, row, column and image, in this order.
  static func dropout(_ x: Maps, probability: Float, seed: UInt64, step: Int) -> Maps {
    var y = x
    for first in stride(from: 0, to: x.images, by: 16) {
      var generator = SeededGenerator(seed: seed, 0xD0, UInt64(step), UInt64(first / 16))
      for c in 0..<x.shape.channels {
        for h in 0..<x.shape.height {
          for w in 0..<x.shape.width {
            for n in first..<first + 16 {
              let isKept = generator.unit() >= probability
              if n < x.images { y[n, c, h, w] *= isKept ? 1 / (1 - Double(probability)) : 0 }
            }
          }
        }
      }
    }
    return y
  }

  /// g ← g + wd·w; buffer ← momentum·buffer + g; w ← w − lr·buffer, or with Nesterov's w ← w − lr·(g + momentum·buffer).
  static func sgd(_ weights: inout [Double], _ gradients: [Double], momentumBuffer: inout [Double], _ step: SGDStep) {
    for i in weights.indices {
      let gradient = gradients[i] + Double(step.weightDecay) * weights[i]
      momentumBuffer[i] = Double(step.momentum) * momentumBuffer[i] + gradient
      let direction = step.nesterov ? gradient + Double(step.momentum) * momentumBuffer[i] : momentumBuffer[i]
      weights[i] -= Double(step.learningRate) * direction
    }
  }
}
