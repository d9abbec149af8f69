import Foundation
import Testing

@testable import Kernels

@Suite struct AdamWTests {
  private let step = AdamWStep(beta1: 0.9, beta2: 0.99, rate: 0.05, rootScale: 2, epsilon: 1e-3, kept: 0.98)

  /// Weights, averages of gradients and of squares, and the weights of before, after three steps.
  private func results(_ count: Int, threads: Int) -> [FloatSlice] {
    let weights = slice(randomValues(count, seed: 1))
    let means = slice(randomValues(count, seed: 3))
    let squares = slice(randomValues(count, seed: 4).map(abs))
    let snapshot = slice([Double](repeating: 9, count: count))
    let update = WeightUpdate(values: weights, gradients: slice(randomValues(count, seed: 2)), snapshot: snapshot)
    let pool = WorkerPool(threads: threads)
    for _ in 0..<3 { adamWStep(update, means: means, squares: squares, step, pool: pool) }
    return [weights, means, squares, snapshot]
  }

  @Test(arguments: [1, 15, 2049, 16_385]) func `steps equal the formula`(_ count: Int) {
    var weights = randomValues(count, seed: 1)
    let gradients = randomValues(count, seed: 2)
    var means = randomValues(count, seed: 3)
    var squares = randomValues(count, seed: 4).map(abs)
    var before = weights
    for _ in 0..<3 {
      before = weights
      for i in weights.indices {
        weights[i] *= Double(step.kept)
        means[i] += (1 - Double(step.beta1)) * (gradients[i] - means[i])
        squares[i] += (1 - Double(step.beta2)) * (gradients[i] * gradients[i] - squares[i])
        weights[i] -=
          Double(step.rate) * means[i] / (sqrt(squares[i]) * Double(step.rootScale) + Double(step.epsilon))
      }
    }
    for (found, expected) in zip(results(count, threads: 2), [weights, means, squares, before]) {
      #expect(relativeError(found, expected) < 1e-5)
    }
  }

  @Test func `one, two and three threads give the same bits`() {
    let expected = results(50_001, threads: 1).map(bits)
    for threads in [2, 3] { #expect(results(50_001, threads: threads).map(bits) == expected) }
  }
}
