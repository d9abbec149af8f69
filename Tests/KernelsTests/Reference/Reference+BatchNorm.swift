import Foundation
import Kernels

extension Reference {
  /// Mean and unbiased standard deviation of each channel over images and positions.
  static func channelStatistics(_ x: Maps) -> (mean: [Double], std: [Double]) {
    var means: [Double] = []
    var stds: [Double] = []
    for c in 0..<x.shape.channels {
      let values = x.channel(c)
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      means.append(mean)
      stds.append(values.count > 1 ? sqrt(squares / Double(values.count - 1)) : 0)
    }
    return (means, stds)
  }

  /// y = (x − mean)/std·gamma + beta.
  static func normalise(_ x: Maps, mean: [Double], std: [Double], gamma: [Double], beta: [Double]) -> Maps {
    var y = x
    x.forEachIndex { n, c, h, w in y[n, c, h, w] = (x[n, c, h, w] - mean[c]) / std[c] * gamma[c] + beta[c] }
    return y
  }

  /// The gradients of a batch norm over x = relu(z), by the chain rule from ∂L/∂y through the standard deviation and
  /// the mean to ∂L/∂x, and through the ReLU to ∂L/∂z.
  static func batchNormBackward(
    _ x: Maps, dy: Maps, mean: [Double], std: [Double], gamma: [Double], statisticsAreConstant: Bool
  ) -> (dz: Maps, dGamma: [Double], dBeta: [Double]) {
    let count = Double(x.images * x.shape.area)
    var dGamma = [Double](repeating: 0, count: x.shape.channels)
    var dBeta = dGamma
    var dStd = dGamma
    var dMean = dGamma
    x.forEachIndex { n, c, h, w in
      let distance = x[n, c, h, w] - mean[c]
      dBeta[c] += dy[n, c, h, w]
      dGamma[c] += dy[n, c, h, w] * distance / std[c]
      dStd[c] -= dy[n, c, h, w] * gamma[c] * distance / (std[c] * std[c])
      dMean[c] -= dy[n, c, h, w] * gamma[c] / std[c]
    }
    var dz = dy
    x.forEachIndex { n, c, h, w in
      var dx = dy[n, c, h, w] * gamma[c] / std[c]
      if !statisticsAreConstant {
        dx += dMean[c] / count
        // ∂std/∂x = (x − mean)/((n − 1)·std).
        if count > 1 { dx += dStd[c] * (x[n, c, h, w] - mean[c]) / ((count - 1) * std[c]) }
      }
      dz[n, c, h, w] = x[n, c, h, w] > 0 ? dx : 0
    }
    return (dz, dGamma, dBeta)
  }
}
