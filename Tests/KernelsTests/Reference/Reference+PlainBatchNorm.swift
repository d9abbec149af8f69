import Foundation
import Kernels

extension Reference {
  /// Mean and biased variance of each channel over images and positions.
  static func biasedStatistics(_ x: Maps) -> (mean: [Double], variance: [Double]) {
    var means: [Double] = []
    var variances: [Double] = []
    for c in 0..<x.shape.channels {
      let values = x.channel(c)
      let mean = values.reduce(0, +) / Double(values.count)
      means.append(mean)
      variances.append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
    }
    return (means, variances)
  }

  /// The gradients of y = (x − mean)/√(variance + ε)·gamma + beta, by the chain rule through variance and mean.
  static func plainBatchNormBackward(
    _ x: Maps, dy: Maps, mean: [Double], variance: [Double], gamma: [Double], epsilon: Double,
    statisticsAreConstant: Bool
  ) -> (dx: Maps, dGamma: [Double], dBeta: [Double]) {
    let count = Double(x.images * x.shape.area)
    let root = variance.map { sqrt($0 + epsilon) }
    var dGamma = [Double](repeating: 0, count: x.shape.channels)
    var dBeta = dGamma
    var dVariance = dGamma
    var dMean = dGamma
    x.forEachIndex { n, c, h, w in
      let distance = x[n, c, h, w] - mean[c]
      dBeta[c] += dy[n, c, h, w]
      dGamma[c] += dy[n, c, h, w] * distance / root[c]
      dVariance[c] -= dy[n, c, h, w] * gamma[c] * distance / (2 * root[c] * root[c] * root[c])
      dMean[c] -= dy[n, c, h, w] * gamma[c] / root[c]
    }
    var dx = dy
    x.forEachIndex { n, c, h, w in
      dx[n, c, h, w] = dy[n, c, h, w] * gamma[c] / root[c]
      if !statisticsAreConstant {
        dx[n, c, h, w] += dMean[c] / count + dVariance[c] * 2 * (x[n, c, h, w] - mean[c]) / count
      }
    }
    return (dx, dGamma, dBeta)
  }
}
