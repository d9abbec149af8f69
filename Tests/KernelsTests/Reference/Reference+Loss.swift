import Foundation
import Kernels

extension Reference {
  /// log(eˣ / Σeˣ) over the channels of n×1×1 maps.
  static func logSoftmax(_ x: Maps) -> Maps {
    var y = x
    for n in 0..<x.images {
      let logits = (0..<x.shape.channels).map { x[n, $0, 0, 0] }
      let sum = logits.reduce(0) { $0 + exp($1) }
      for c in logits.indices { y[n, c, 0, 0] = logits[c] - log(sum) }
    }
    return y
  }

  /// Σ −log p(label), and how many images have no class before or beside their label that is as probable.
  static func negativeLogLikelihood(_ logProbabilities: Maps, _ labels: [Int32]) -> (sum: Double, correct: Int) {
    var sum = 0.0
    var correct = 0
    for n in 0..<logProbabilities.images {
      let values = (0..<logProbabilities.shape.channels).map { logProbabilities[n, $0, 0, 0] }
      sum -= values[Int(labels[n])]
      if values.firstIndex(of: values.max()!) == Int(labels[n]) { correct += 1 }
    }
    return (sum, correct)
  }

  /// The loss Σ t·(−log p) / Σ w(label) with t = w·((1 − ε)·onehot + ε/K), where w is the weight of a class, or 1, and its
  /// gradient to the logits; or that of the sum.
  static func loss(
    _ logProbabilities: Maps, _ labels: [Int32], smoothing: Double, classWeights: [Float]?, isSum: Bool
  ) -> (mean: Double, dx: Maps) {
    var dx = logProbabilities
    var sum = 0.0
    let classes = logProbabilities.shape.channels
    func weight(_ c: Int) -> Double { Double(classWeights?[c] ?? 1) }
    let total = labels.reduce(0) { $0 + weight(Int($1)) }
    for n in 0..<logProbabilities.images {
      let targets = (0..<classes).map { c in
        weight(c) * ((c == Int(labels[n]) ? 1 - smoothing : 0) + smoothing / Double(classes))
      }
      let whole = targets.reduce(0, +)
      for c in 0..<classes {
        sum -= targets[c] * logProbabilities[n, c, 0, 0]
        dx[n, c, 0, 0] = (exp(logProbabilities[n, c, 0, 0]) * whole - targets[c]) / (isSum ? 1 : total)
      }
    }
    return (sum / total, dx)
  }
}
