import Testing

@testable import Kernels

@Suite struct ConvolutionTests {
  /// Kernel, stride, padding, input side, input and output channels, images: the networks' layers and odd ones.
  struct Case: CustomStringConvertible {
    let kernel: Int
    let stride: Int
    let padding: Int
    let height: Int
    let width: Int
    let inputs: Int
    let outputs: Int
    let images: Int

    var geometry: ConvolutionGeometry {
      ConvolutionGeometry(
        MapShape(inputs, height, width), outputChannels: outputs, kernel: kernel, stride: stride, padding: padding)!
    }
    var description: String {
      "\(kernel)×\(kernel)/\(stride) pad \(padding), \(geometry.input) → \(geometry.output), \(images) images"
    }
  }

  static let cases = [
    Case(kernel: 3, stride: 2, padding: 0, height: 32, width: 32, inputs: 3, outputs: 20, images: 5),
    Case(kernel: 3, stride: 2, padding: 0, height: 15, width: 15, inputs: 20, outputs: 40, images: 17),
    Case(kernel: 3, stride: 2, padding: 1, height: 16, width: 16, inputs: 10, outputs: 20, images: 16),
    Case(kernel: 3, stride: 1, padding: 1, height: 7, width: 7, inputs: 32, outputs: 32, images: 3),
    Case(kernel: 3, stride: 1, padding: 1, height: 2, width: 2, inputs: 16, outputs: 48, images: 33),
    Case(kernel: 3, stride: 1, padding: 1, height: 1, width: 1, inputs: 8, outputs: 7, images: 2),
    Case(kernel: 5, stride: 1, padding: 2, height: 12, width: 12, inputs: 3, outputs: 10, images: 18),
    Case(kernel: 7, stride: 1, padding: 1, height: 11, width: 11, inputs: 3, outputs: 16, images: 4),
    Case(kernel: 1, stride: 1, padding: 0, height: 1, width: 1, inputs: 130, outputs: 41, images: 20),
    Case(kernel: 1, stride: 1, padding: 0, height: 1, width: 1, inputs: 64, outputs: 5, images: 300),
    Case(kernel: 4, stride: 3, padding: 2, height: 9, width: 13, inputs: 5, outputs: 6, images: 19),
    Case(kernel: 11, stride: 2, padding: 5, height: 13, width: 12, inputs: 2, outputs: 3, images: 3),
    Case(kernel: 3, stride: 2, padding: 1, height: 5, width: 4, inputs: 23, outputs: 11, images: 40),
    Case(kernel: 3, stride: 2, padding: 1, height: 32, width: 32, inputs: 9, outputs: 6, images: 20),
    Case(kernel: 3, stride: 1, padding: 1, height: 11, width: 9, inputs: 10, outputs: 7, images: 35),
    Case(kernel: 3, stride: 1, padding: 2, height: 9, width: 10, inputs: 11, outputs: 5, images: 16),
  ]

  let pool = WorkerPool(threads: 2)

  static let winogradCases = [
    Case(kernel: 3, stride: 1, padding: 1, height: 8, width: 8, inputs: 20, outputs: 20, images: 18),
    Case(kernel: 3, stride: 1, padding: 1, height: 7, width: 5, inputs: 7, outputs: 33, images: 5),
    Case(kernel: 3, stride: 1, padding: 1, height: 14, width: 14, inputs: 48, outputs: 16, images: 3),
    Case(kernel: 3, stride: 1, padding: 1, height: 1, width: 2, inputs: 3, outputs: 4, images: 16),
    Case(kernel: 3, stride: 1, padding: 1, height: 4, width: 4, inputs: 128, outputs: 128, images: 2),
  ]

  @Test(arguments: winogradCases) func `Winograd equals the direct sum to 1e-4, with all that is fused`(_ test: Case) {
    let g = test.geometry
    let x = randomMaps(g.input, images: test.images, seed: 1).inLanes()
    let dy = randomMaps(g.output, images: test.images, seed: 2).inLanes()
    let weights = slice(randomValues(g.weights, seed: 3))
    let bias = slice(randomValues(g.output.channels, seed: 4))
    func results(_ method: Convolution.Method) -> [[Double]] {
      let convolution = Convolution(g, method: method, pool)
      let y = LaneTensor(g.output, blocks: x.blocks)
      let dx = randomMaps(g.input, images: test.images, seed: 5).inLanes()
      let sums = ChannelSums(channels: g.output.channels, blocks: x.blocks)
      convolution.forward(x, weights: weights, bias: bias, relu: true, y, images: test.images, statistics: sums, pool)
      convolution.inputGradient(dy, weights: weights, dx, adding: dx, images: test.images, pool)
      let totals = (0..<g.output.channels).map { sums.totals($0, blocks: x.blocks) }
      return [
        Reference.Maps(y, images: test.images).values, Reference.Maps(dx, images: test.images).values,
        totals.map(\.sum), totals.map(\.squares),
      ]
    }
    for (fast, direct) in zip(results(.winograd), results(.direct)) { #expect(relativeError(fast, direct) < 1e-4) }
  }

  @Test(arguments: cases) func `forward equals the naive loops`(_ test: Case) {
    let g = test.geometry
    let x = randomMaps(g.input, images: test.images, seed: 1)
    let weights = randomValues(g.weights, seed: 2)
    let bias = randomValues(g.output.channels, seed: 3)
    let y = LaneTensor(g.output, blocks: LaneTensor.blocks(for: test.images))
    let sums = ChannelSums(channels: g.output.channels, blocks: y.blocks)
    Convolution(g, pool).forward(
      x.inLanes(), weights: slice(weights), bias: slice(bias), relu: true, y, images: test.images, statistics: sums,
      pool)
    let expected = Reference.relu(Reference.convolution(g, x, weights: weights, bias: bias))
    #expect(relativeError(Reference.Maps(y, images: test.images).values, expected.values) < 1e-5)
    for channel in 0..<g.output.channels {
      let values = expected.values.indices.filter { $0 / g.output.area % g.output.channels == channel }.map {
        expected.values[$0]
      }
      let totals = sums.totals(channel, blocks: y.blocks)
      let squares = values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(totals.sum - values.reduce(0, +)) < 1e-5 * (1 + squares))
      #expect(abs(totals.squares - squares) < 1e-5 * (1 + squares))
    }
  }

  @Test(arguments: cases) func `input gradient equals the naive loops`(_ test: Case) {
    let g = test.geometry
    let dy = randomMaps(g.output, images: test.images, seed: 4)
    let weights = randomValues(g.weights, seed: 5)
    let dx = randomMaps(g.input, images: test.images, seed: 6)
    var expected = Reference.convolutionInputGradient(g, dy, weights: weights)
    let result = dx.inLanes()
    Convolution(g, pool).inputGradient(dy.inLanes(), weights: slice(weights), result, images: test.images, pool)
    #expect(relativeError(Reference.Maps(result, images: test.images).values, expected.values) < 1e-5)

    let residual = dx.inLanes()
    Convolution(g, pool).inputGradient(
      dy.inLanes(), weights: slice(weights), residual, adding: residual, images: test.images, pool)
    for i in expected.values.indices { expected.values[i] += dx.values[i] }
    #expect(relativeError(Reference.Maps(residual, images: test.images).values, expected.values) < 1e-5)
  }

  @Test(arguments: cases) func `weight gradient equals the naive loops`(_ test: Case) {
    let g = test.geometry
    let x = randomMaps(g.input, images: test.images, seed: 7)
    let dy = randomMaps(g.output, images: test.images, seed: 8)
    let gradient = slice([Double](repeating: 9, count: g.weights))
    Convolution(g, pool).weightGradient(x.inLanes(), dy.inLanes(), gradient, images: test.images, pool)
    let expected = Reference.convolutionWeightGradient(g, x, dy)
    #expect(relativeError(gradient.values.map(Double.init), expected) < 1e-5)
  }

  @Test(arguments: cases) func `one thread and three give the same bits`(_ test: Case) {
    let g = test.geometry
    let x = randomMaps(g.input, images: test.images, seed: 7).inLanes()
    let dy = randomMaps(g.output, images: test.images, seed: 8).inLanes()
    let weights = slice(randomValues(g.weights, seed: 5))
    func bits(_ pool: WorkerPool) -> [[UInt32]] {
      let convolution = Convolution(g, pool)
      let y = LaneTensor(g.output, blocks: x.blocks)
      let dx = LaneTensor(g.input, blocks: x.blocks)
      let gradient = slice([Double](repeating: 0, count: g.weights))
      convolution.forward(x, weights: weights, bias: nil, relu: false, y, images: test.images, pool)
      convolution.inputGradient(dy, weights: weights, dx, images: test.images, pool)
      convolution.weightGradient(x, dy, gradient, images: test.images, pool)
      return [y, dx].map { t in (0..<test.images).flatMap { t.image($0).map(\.bitPattern) } }
        + [gradient.values.map(\.bitPattern)]
    }
    #expect(bits(WorkerPool(threads: 1)) == bits(WorkerPool(threads: 3)))
  }
}
