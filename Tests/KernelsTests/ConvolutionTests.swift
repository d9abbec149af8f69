import Testing

@testable import Kernels

@Suite struct ConvolutionTests {
  /// The networks' layers and odd ones.
  struct Case: CustomStringConvertible {
    let kernel: Int
    let stride: Int
    let padding: Int
    let height: Int
    let width: Int
    let inputs: Int
    let outputs: Int
    let images: Int
    var method = Convolution.Method.automatic

    var geometry: ConvolutionGeometry {
      ConvolutionGeometry(
        MapShape(inputs, height, width), outputChannels: outputs, kernel: kernel, stride: stride, padding: padding)!
    }
    var description: String {
      let maps = "\(geometry.input) → \(geometry.output)"
      return "\(kernel)×\(kernel)/\(stride) pad \(padding), \(maps), \(images) images, \(method)"
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

  static let winogradCases = [
    winograd(height: 8, width: 8, inputs: 20, outputs: 20, images: 18),
    winograd(height: 7, width: 5, inputs: 7, outputs: 33, images: 5),
    winograd(height: 14, width: 14, inputs: 48, outputs: 16, images: 3),
    winograd(height: 1, width: 2, inputs: 3, outputs: 4, images: 16),
    winograd(height: 4, width: 4, inputs: 128, outputs: 128, images: 2),
    winograd(height: 2, width: 2, inputs: 80, outputs: 90, images: 50),
    winograd(height: 2, width: 6, inputs: 17, outputs: 20, images: 33),
    winograd(height: 6, width: 3, inputs: 65, outputs: 34, images: 20),
    winograd(height: 17, width: 16, inputs: 20, outputs: 12, images: 40),
  ]

  private static func winograd(height: Int, width: Int, inputs: Int, outputs: Int, images: Int) -> Case {
    Case(
      kernel: 3, stride: 1, padding: 1, height: height, width: width, inputs: inputs, outputs: outputs, images: images,
      method: .winograd)
  }

  /// Of the largest value.
  private let tolerance = 1e-5
  private let pool = WorkerPool(threads: 2)

  @Test(arguments: cases + winogradCases) func `forward equals the reference`(_ test: Case) {
    let g = test.geometry
    let x = Maps(g.input, images: test.images, seed: 1)
    let weights = randomValues(g.weights, seed: 2)
    let bias = randomValues(g.output.channels, seed: 3)
    let y = LaneTensor(g.output, blocks: LaneTensor.blocks(for: test.images))
    let convolution = Convolution(g, method: test.method, pool)

    convolution.forward(
      x.inLanes(), weights: slice(weights), bias: nil, relu: false, y, images: test.images, pool)
    let sums = Reference.convolution(g, x, weights: weights)
    #expect(relativeError(Maps(y, images: test.images), sums) < tolerance)

    convolution.forward(
      x.inLanes(), weights: slice(weights), bias: slice(bias), relu: true, y, images: test.images, pool)
    let expected = Reference.relu(Reference.convolution(g, x, weights: weights, bias: bias))
    #expect(relativeError(Maps(y, images: test.images), expected) < tolerance)
  }

  @Test(arguments: cases + winogradCases) func `channel sums leave out what stands in empty lanes`(_ test: Case) {
    let g = test.geometry
    let x = Maps(g.input, images: test.images, seed: 1)
    let weights = randomValues(g.weights, seed: 2)
    let bias = randomValues(g.output.channels, seed: 3)
    let y = LaneTensor(g.output, blocks: LaneTensor.blocks(for: test.images))
    let sums = ChannelSums(channels: g.output.channels, blocks: y.blocks)
    Convolution(g, method: test.method, pool).forward(
      x.inLanes(emptyLanes: 3), weights: slice(weights), bias: slice(bias), relu: true, y, images: test.images,
      statistics: sums, pool)
    let expected = Reference.relu(Reference.convolution(g, x, weights: weights, bias: bias))
    for channel in 0..<g.output.channels {
      let values = expected.channel(channel)
      let totals = sums.totals(channel, blocks: y.blocks)
      let squares = values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(totals.sum - values.reduce(0, +)) < tolerance * (1 + squares))
      #expect(abs(totals.squares - squares) < tolerance * (1 + squares))
    }
  }

  @Test(arguments: cases + winogradCases) func `input gradient equals the reference`(_ test: Case) {
    let g = test.geometry
    let dy = Maps(g.output, images: test.images, seed: 4)
    let weights = randomValues(g.weights, seed: 5)
    let other = Maps(g.input, images: test.images, seed: 6)
    let convolution = Convolution(g, method: test.method, pool)
    var expected = Reference.convolutionInputGradient(g, dy, weights: weights)
    let dx = other.inLanes()
    convolution.inputGradient(dy.inLanes(), weights: slice(weights), dx, images: test.images, pool)
    #expect(relativeError(Maps(dx, images: test.images), expected) < tolerance)

    let sum = other.inLanes()
    convolution.inputGradient(dy.inLanes(), weights: slice(weights), sum, adding: sum, images: test.images, pool)
    for i in expected.values.indices { expected.values[i] += other.values[i] }
    #expect(relativeError(Maps(sum, images: test.images), expected) < tolerance)
  }

  @Test(arguments: cases + winogradCases) func `weight gradient equals the reference`(_ test: Case) {
    let g = test.geometry
    let x = Maps(g.input, images: test.images, seed: 7)
    let dy = Maps(g.output, images: test.images, seed: 8)
    let gradient = slice([Double](repeating: 9, count: g.weights))
    Convolution(g, method: test.method, pool).weightGradient(
      x.inLanes(emptyLanes: 3), dy.inLanes(), gradient, images: test.images, pool)
    #expect(relativeError(gradient, Reference.convolutionWeightGradient(g, x, dy)) < 1e-5)
  }

  @Test(arguments: cases + winogradCases) func `any number of threads gives the same bits`(_ test: Case) {
    let g = test.geometry
    let x = Maps(g.input, images: test.images, seed: 7).inLanes()
    let dy = Maps(g.output, images: test.images, seed: 8).inLanes()
    let weights = slice(randomValues(g.weights, seed: 5))
    func results(threads: Int) -> [[UInt64]] {
      let pool = WorkerPool(threads: threads)
      let convolution = Convolution(g, method: test.method, pool)
      let y = LaneTensor(g.output, blocks: x.blocks)
      let dx = LaneTensor(g.input, blocks: x.blocks)
      let gradient = slice([Double](repeating: 0, count: g.weights))
      let sums = ChannelSums(channels: g.output.channels, blocks: x.blocks)
      convolution.forward(
        x, weights: weights, bias: nil, relu: false, y, images: test.images, statistics: sums, pool)
      convolution.inputGradient(dy, weights: weights, dx, images: test.images, pool)
      convolution.weightGradient(x, dy, gradient, images: test.images, pool)
      let totals = (0..<sums.channels).flatMap { channel in
        let (sum, squares) = sums.totals(channel, blocks: x.blocks)
        return [sum.bitPattern, squares.bitPattern]
      }
      return [bits(y), bits(dx), bits(gradient)].map { $0.map(UInt64.init) } + [totals]
    }
    let expected = results(threads: 1)
    for threads in [2, 3, 7] { #expect(results(threads: threads) == expected) }
  }
}
