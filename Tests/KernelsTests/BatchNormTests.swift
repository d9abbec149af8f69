import Testing

@testable import Kernels

@Suite struct BatchNormTests {
  private let pool = WorkerPool(threads: 2)

  /// A layer's values for `test`: x = relu(z), as the convolution before a batch norm leaves it.
  private struct Layer {
    let x: Maps
    let dy: Maps
    let gamma: [Double]
    let beta: [Double]
    let mean: [Double]
    let std: [Double]

    init(_ test: BatchCase) {
      x = Reference.relu(Maps(test.shape, images: test.images, seed: 1))
      dy = Maps(test.shape, images: test.images, seed: 2)
      gamma = randomValues(test.shape.channels, seed: 3)
      beta = randomValues(test.shape.channels, seed: 4)
      (mean, std) = Reference.channelStatistics(x)
    }
  }

  /// What the backward pass leaves.
  private struct Gradients {
    let dz: LaneTensor
    let dGamma: FloatSlice
    let dBeta: FloatSlice

    init(
      _ layer: Layer, std: [Double]? = nil, dead: BatchNorm.DeadChannel = .beta, statisticsAreConstant: Bool = false,
      _ pool: WorkerPool
    ) {
      // In place, as the layers do it.
      dz = layer.dy.inLanes()
      dGamma = slice(layer.gamma)
      dBeta = slice(layer.beta)
      BatchNorm.backward(
        layer.x.inLanes(emptyLanes: 3), dy: dz, mean: slice(layer.mean), std: slice(std ?? layer.std),
        gamma: slice(layer.gamma), dead: dead, statisticsAreConstant: statisticsAreConstant, dGamma: dGamma,
        dBeta: dBeta, dz: dz,
        images: layer.x.images, pool)
    }
  }

  private func normalised(
    _ layer: Layer, std: [Double]? = nil, dead: BatchNorm.DeadChannel = .beta, residual: Maps? = nil, _ pool: WorkerPool
  ) -> LaneTensor {
    let y = LaneTensor(layer.x.shape, blocks: LaneTensor.blocks(for: layer.x.images))
    BatchNorm.normalise(
      layer.x.inLanes(), mean: slice(layer.mean), std: slice(std ?? layer.std), gamma: slice(layer.gamma),
      beta: slice(layer.beta), dead: dead, residual: residual?.inLanes(), y, images: layer.x.images, pool)
    return y
  }

  /// Cases whose channels all have a spread to divide by.
  static let cases = BatchCase.all.filter { $0.images * $0.shape.area > 1 }

  @Test(arguments: BatchCase.all) func `statistics equal the reference`(_ test: BatchCase) {
    let x = Maps(test.shape, images: test.images, seed: 1)
    let sums = ChannelSums(x)
    let mean = FloatBuffer(count: test.shape.channels)
    let std = FloatBuffer(count: test.shape.channels)
    BatchNorm.statistics(sums, images: test.images, area: test.shape.area, mean: mean.all, std: std.all)
    let expected = Reference.channelStatistics(x)
    #expect(relativeError(mean.all, expected.mean) < 1e-5)
    #expect(relativeError(std.all, expected.std) < 1e-5)
  }

  @Test func `statistics show a value that is not a number`() {
    var x = Maps(MapShape(2, 3, 3), images: 4, seed: 1)
    x[2, 1, 0, 2] = .nan
    let mean = FloatBuffer(count: 2)
    let std = FloatBuffer(count: 2)
    BatchNorm.statistics(ChannelSums(x), images: 4, area: 9, mean: mean.all, std: std.all)
    #expect(!mean[0].isNaN && !std[0].isNaN)
    #expect(mean[1].isNaN && std[1].isNaN)
  }

  @Test(arguments: cases) func `normalise equals the reference, alone and with a residual`(_ test: BatchCase) {
    let layer = Layer(test)
    var expected = Reference.normalise(
      layer.x, mean: layer.mean, std: layer.std, gamma: layer.gamma, beta: layer.beta)
    #expect(relativeError(Maps(normalised(layer, pool), images: test.images), expected) < 1e-5)

    let residual = Maps(test.shape, images: test.images, seed: 5)
    for i in expected.values.indices { expected.values[i] += residual.values[i] }
    #expect(relativeError(Maps(normalised(layer, residual: residual, pool), images: test.images), expected) < 1e-5)
  }

  @Test(arguments: cases, [false, true])
  func `backward equals the reference`(_ test: BatchCase, statisticsAreConstant: Bool) {
    let layer = Layer(test)
    let gradients = Gradients(layer, statisticsAreConstant: statisticsAreConstant, pool)
    let expected = Reference.batchNormBackward(
      layer.x, dy: layer.dy, mean: layer.mean, std: layer.std, gamma: layer.gamma,
      statisticsAreConstant: statisticsAreConstant)
    #expect(relativeError(Maps(gradients.dz, images: test.images), expected.dz) < 1e-5)
    #expect(relativeError(gradients.dGamma, expected.dGamma) < 1e-5)
    #expect(relativeError(gradients.dBeta, expected.dBeta) < 1e-5)
    #expect(emptyLanesAreZero(gradients.dz, images: test.images))
  }

  @Test func `a dead channel puts out beta and passes no gradient`() {
    let layer = Layer(BatchCase(2, 3, 3, images: 5))
    let std = [0, layer.std[1]]
    let y = Maps(normalised(layer, std: std, pool), images: 5)
    #expect(y.channel(0).allSatisfy { abs($0 - layer.beta[0]) < 1e-6 })
    #expect(y.channel(1).contains { abs($0 - layer.beta[1]) > 1e-2 })

    let gradients = Gradients(layer, std: std, pool)
    let dz = Maps(gradients.dz, images: 5)
    #expect(dz.channel(0).allSatisfy { $0 == 0 })
    #expect(dz.channel(1).contains { $0 != 0 })
    #expect(gradients.dGamma[0] == 0)
    #expect(abs(Double(gradients.dBeta[0]) - layer.dy.channel(0).reduce(0, +)) < 1e-4)
  }

  @Test func `a dead channel is 0 by 0 where that is asked for`() {
    let layer = Layer(BatchCase(1, 2, 2, images: 3))
    var flat = layer.x
    flat.values = flat.values.map { _ in layer.mean[0] }
    let y = LaneTensor(flat.shape, blocks: 1)
    BatchNorm.normalise(
      flat.inLanes(), mean: slice(layer.mean), std: slice([0]), gamma: slice(layer.gamma), beta: slice(layer.beta),
      dead: .nan, residual: nil, y, images: 3, pool)
    #expect(Maps(y, images: 3).values.allSatisfy { $0.isNaN })
  }

  @Test(arguments: cases) func `one and two threads give the same bits`(_ test: BatchCase) {
    let layer = Layer(test)
    func results(threads: Int) -> [[UInt32]] {
      let pool = WorkerPool(threads: threads)
      let gradients = Gradients(layer, pool)
      return [bits(normalised(layer, pool)), bits(gradients.dz), bits(gradients.dGamma), bits(gradients.dBeta)]
    }
    #expect(results(threads: 1) == results(threads: 2))
  }
}
