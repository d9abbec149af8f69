import Testing

@testable import Kernels

@Suite struct PlainBatchNormTests {
  private static let epsilon: Float = 1e-3

  /// What both passes leave of a case's values.
  private struct Passes {
    let x, dy: Maps
    let gamma, beta: [Double]
    let mean, variance, dGamma, dBeta: FloatSlice
    let y, dx: LaneTensor

    init(_ test: BatchCase, relu: Bool, statisticsAreConstant: Bool = false, threads: Int = 2) {
      let pool = WorkerPool(threads: threads)
      let channels = test.shape.channels
      x = Maps(test.shape, images: test.images, seed: 1)
      dy = Maps(test.shape, images: test.images, seed: 2)
      gamma = randomValues(channels, seed: 3)
      beta = randomValues(channels, seed: 4)
      (mean, variance) = (FloatBuffer(count: channels).all, FloatBuffer(count: channels).all)
      (dGamma, dBeta) = (FloatBuffer(count: channels).all, FloatBuffer(count: channels).all)
      y = LaneTensor(test.shape, blocks: LaneTensor.blocks(for: test.images))
      dx = dy.inLanes()
      let input = x.inLanes(emptyLanes: 3)
      PlainBatchNorm.statistics(input, mean: mean, variance: variance, images: test.images, pool)
      let pass = PlainBatchNorm.Pass(
        mean: mean, variance: variance, gamma: slice(gamma), beta: slice(beta), epsilon: epsilon,
        activation: relu ? .relu : nil, images: test.images)
      PlainBatchNorm.forward(input, pass, y, pool)
      PlainBatchNorm.backward(
        input, y, dy: dx, pass, statisticsAreConstant: statisticsAreConstant, dGamma: dGamma, dBeta: dBeta, pool)
    }
  }

  @Test(arguments: BatchCase.all, [false, true])
  func `statistics and forward equal the reference`(_ test: BatchCase, relu: Bool) {
    let passes = Passes(test, relu: relu)
    let (mean, variance) = Reference.biasedStatistics(passes.x)
    #expect(relativeError(passes.mean, mean) < 1e-5)
    #expect(relativeError(passes.variance, variance) < 1e-5)
    let std = variance.map { ($0 + Double(Self.epsilon)).squareRoot() }
    let y = Reference.normalise(passes.x, mean: mean, std: std, gamma: passes.gamma, beta: passes.beta)
    #expect(relativeError(Maps(passes.y, images: test.images), relu ? Reference.relu(y) : y) < 1e-5)
  }

  @Test(arguments: BatchCase.all, [false, true])
  func `backward equals the reference, with the batch's statistics and with constant ones`(
    _ test: BatchCase, statisticsAreConstant: Bool
  ) {
    for relu in [false, true] {
      let passes = Passes(test, relu: relu, statisticsAreConstant: statisticsAreConstant)
      var dy = passes.dy
      let y = Maps(passes.y, images: test.images)
      if relu { for i in dy.values.indices where y.values[i] <= 0 { dy.values[i] = 0 } }
      let (mean, variance) = Reference.biasedStatistics(passes.x)
      let expected = Reference.plainBatchNormBackward(
        passes.x, dy: dy, mean: mean, variance: variance, gamma: passes.gamma, epsilon: Double(Self.epsilon),
        statisticsAreConstant: statisticsAreConstant)
      #expect(relativeError(Maps(passes.dx, images: test.images), expected.dx) < 1e-5)
      #expect(relativeError(passes.dGamma, expected.dGamma) < 1e-5)
      #expect(relativeError(passes.dBeta, expected.dBeta) < 1e-5)
      #expect(emptyLanesAreZero(passes.dx, images: test.images))
    }
  }

  @Test(arguments: BatchCase.all) func `one and two threads give the same bits`(_ test: BatchCase) {
    func results(threads: Int) -> [[UInt32]] {
      let passes = Passes(test, relu: true, threads: threads)
      return [bits(passes.y), bits(passes.dx), bits(passes.dGamma), bits(passes.dBeta)]
    }
    #expect(results(threads: 1) == results(threads: 2))
  }
}
