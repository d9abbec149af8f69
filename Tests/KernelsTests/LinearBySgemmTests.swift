import Testing

@testable import Kernels

@Suite struct LinearBySgemmTests {
  @Test func `a linear layer by sgemm equals the one in lanes`() {
    let (inputs, outputs, images) = (300, 7, 150)
    let pool = WorkerPool(threads: 2)
    let x = randomMaps(MapShape(inputs, 1, 1), images: images, seed: 1)
    let dy = randomMaps(MapShape(outputs, 1, 1), images: images, seed: 2)
    let weights = slice(randomValues(outputs * inputs, seed: 3))

    let geometry = ConvolutionGeometry(
      MapShape(inputs, 1, 1), outputChannels: outputs, kernel: 1, stride: 1, padding: 0)!
    let convolution = Convolution(geometry, pool)
    let y = LaneTensor(geometry.output, blocks: LaneTensor.blocks(for: images))
    let gradient = FloatBuffer(count: geometry.weights)
    convolution.forward(x.inLanes(), weights: weights, bias: nil, relu: false, y, images: images, pool)
    convolution.weightGradient(x.inLanes(), dy.inLanes(), gradient.all, images: images, pool)

    let sgemm = LinearBySgemm(inputs: inputs, outputs: outputs)
    let product = FloatBuffer(count: images * outputs)
    let other = FloatBuffer(count: geometry.weights)
    sgemm.forward(slice(x.values), weights: weights, product.all, images: images, pool)
    sgemm.weightGradient(slice(x.values), slice(dy.values), other.all, images: images, pool)

    #expect(relativeError(product.all.values.map(Double.init), Reference.Maps(y, images: images).values) < 1e-5)
    #expect(relativeError(other.all.values.map(Double.init), gradient.all.values.map(Double.init)) < 1e-5)
  }
}
