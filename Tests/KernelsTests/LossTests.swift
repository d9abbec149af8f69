import Testing

@testable import Kernels

@Suite struct LossTests {
  struct Case: CustomStringConvertible {
    let classes: Int
    let images: Int

    var labels: [Int32] { (0..<images).map { Int32(($0 * 7 + 3) % classes) } }
    /// Logits some of which are far from zero.
    var logits: Maps {
      var maps = Maps(MapShape(classes, 1, 1), images: images, seed: 1)
      maps.values = maps.values.enumerated().map { $1 * ($0 % 5 == 0 ? 30 : 2) }
      return maps
    }
    var description: String { "\(classes) classes, \(images) images" }
  }

  static let cases = [
    Case(classes: 10, images: 1), Case(classes: 10, images: 16), Case(classes: 10, images: 37),
    Case(classes: 1, images: 3), Case(classes: 3, images: 100), Case(classes: 101, images: 18),
  ]

  private func logSoftmax(_ x: Maps) -> LaneTensor {
    let y = LaneTensor(x.shape, blocks: LaneTensor.blocks(for: x.images))
    Elementwise.logSoftmax(x.inLanes(), y, images: x.images)
    return y
  }

  @Test(arguments: cases) func `log softmax equals the reference`(_ test: Case) {
    let expected = Reference.logSoftmax(test.logits)
    let error = zip(Maps(logSoftmax(test.logits), images: test.images).values, expected.values).map { abs($0 - $1) }
    #expect(error.max()! < 1e-5)
  }

  @Test func `log softmax holds for logits whose exponentials overflow`() {
    var logits = Maps(MapShape(3, 1, 1), images: 1)
    logits.values = [1000, 998, -1000]
    let y = logSoftmax(logits)
    #expect(abs(y[0, 0, 0, 0] + 0.126928) < 1e-4)
    #expect(abs(y[0, 1, 0, 0] + 2.126928) < 1e-4)
    #expect(y[0, 2, 0, 0] == -2000.126953125)
  }

  @Test(arguments: cases) func `negative log-likelihood equals the reference`(_ test: Case) {
    let y = logSoftmax(test.logits)
    let loss = Elementwise.negativeLogLikelihood(y, test.labels, images: test.images)
    let expected = Reference.negativeLogLikelihood(Maps(y, images: test.images), test.labels)
    #expect(abs(loss.sum - expected.sum) <= 1e-9 * abs(expected.sum))
    #expect(loss.correct == expected.correct)
  }

  @Test func `of equally probable classes the first is the prediction`() {
    var equal = Maps(MapShape(4, 1, 1), images: 4)
    equal.values = equal.values.map { _ in -1 }
    #expect(Elementwise.negativeLogLikelihood(equal.inLanes(), [0, 0, 0, 3], images: 4).correct == 3)
  }

  /// What a loss may be asked for at once.
  struct Kind: CustomStringConvertible {
    let isWeighted: Bool
    let smoothing: Double
    let isSum: Bool
    var description: String { "weighted \(isWeighted), smoothing \(smoothing), sum \(isSum)" }
  }
  static let kinds = [false, true].flatMap { isWeighted in
    [0, 0.2].flatMap { smoothing in [false, true].map { Kind(isWeighted: isWeighted, smoothing: smoothing, isSum: $0) }
    }
  }

  @Test(arguments: cases, kinds)
  func `loss and loss backward equal the reference, and empty lanes are left zero`(_ test: Case, _ kind: Kind) {
    let weights = kind.isWeighted ? (0..<test.classes).map { 1 / Float(1 + $0) } : nil
    let logProbabilities = Reference.logSoftmax(test.logits)
    let lanes = logProbabilities.inLanes(emptyLanes: .nan)
    let dx = Maps(logProbabilities.shape, images: test.images, seed: 2).inLanes(emptyLanes: 9)
    let targets = LossTargets(
      test.labels, images: test.images, smoothing: kind.smoothing, classWeights: weights)
    targets.backward(lanes, dx, isSum: kind.isSum)
    let expected = Reference.loss(
      logProbabilities, test.labels, smoothing: kind.smoothing, classWeights: weights, isSum: kind.isSum)
    let error = zip(Maps(dx, images: test.images).values, expected.dx.values).map { abs($0 - $1) }
    #expect(error.max()! * (kind.isSum ? 1 : Double(test.images)) < (kind.isWeighted ? 1e-5 : 2e-6))
    #expect(emptyLanesAreZero(dx, images: test.images))
    #expect(abs(targets.meanLoss(lanes) - expected.mean) < 1e-5 * max(1, abs(expected.mean)))
  }
}
