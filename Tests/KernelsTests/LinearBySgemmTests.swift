import Testing

@testable import Kernels

@Suite struct LinearBySgemmTests {
  struct Case: CustomStringConvertible {
    let inputs: Int
    let outputs: Int
    let images: Int

    var description: String { "\(inputs) → \(outputs), \(images) images" }
  }

  private let pool = WorkerPool(threads: 2)

  @Test(arguments: [
    Case(inputs: 300, outputs: 7, images: 150), Case(inputs: 1, outputs: 1, images: 1),
    Case(inputs: 257, outputs: 40, images: 128), Case(inputs: 16, outputs: 3, images: 129),
  ])
  func `forward and weight gradient equal the reference`(_ test: Case) {
    let geometry = ConvolutionGeometry(
      MapShape(test.inputs, 1, 1), outputChannels: test.outputs, kernel: 1, stride: 1, padding: 0)!
    let x = Maps(geometry.input, images: test.images, seed: 1)
    let dy = Maps(geometry.output, images: test.images, seed: 2)
    let weights = randomValues(geometry.weights, seed: 3)
    let linear = LinearBySgemm(inputs: test.inputs, outputs: test.outputs)

    let y = FloatBuffer(count: test.images * test.outputs)
    linear.forward(slice(x.values), weights: slice(weights), y.all, images: test.images, pool)
    #expect(relativeError(y.all, Reference.convolution(geometry, x, weights: weights).values) < 1e-5)

    let gradient = FloatBuffer(count: geometry.weights)
    linear.weightGradient(slice(x.values), slice(dy.values), gradient.all, images: test.images, pool)
    #expect(relativeError(gradient.all, Reference.convolutionWeightGradient(geometry, x, dy)) < 1e-5)
  }
}
