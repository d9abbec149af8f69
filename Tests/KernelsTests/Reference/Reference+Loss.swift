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

  /// ∂(Σ w·−log p(label) / Σ w)/∂logits, where w is the weight of the label's class, or 1.
  static func lossBackward(_ logProbabilities: Maps, _ labels: [Int32], classWeights: [Float]? = nil) -> Maps {
    var dx = logProbabilities
    let weights = (0..<logProbabilities.images).map { Double(classWeights?[Int(labels[$0])] ?? 1) }
    logProbabilities.forEachIndex { n, c, h, w in
      let target = c == Int(labels[n]) ? 1.0 : 0
      dx[n, c, h, w] = (exp(logProbabilities[n, c, h, w]) - target) * weights[n] / weights.reduce(0, +)
    }
    return dx
  }
}
