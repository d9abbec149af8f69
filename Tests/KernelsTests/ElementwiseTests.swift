import Testing

@testable import Kernels

@Suite struct ElementwiseTests {
  private let pool = WorkerPool(threads: 2)

  private func biasBackward(_ y: Maps, _ dy: Maps, relu: Bool, _ pool: WorkerPool) -> (LaneTensor, FloatSlice) {
    let dz = dy.inLanes()
    let gradient = slice([Double](repeating: 9, count: y.shape.channels))
    Elementwise.biasBackward(y.inLanes(emptyLanes: 3), dy: dz, relu: relu, gradient, images: y.images, pool)
    return (dz, gradient)
  }

  private func dropout(_ x: Maps, probability: Float = 0.3, step: Int = 5, _ pool: WorkerPool) -> LaneTensor {
    let y = LaneTensor(x.shape, blocks: LaneTensor.blocks(for: x.images))
    Elementwise.dropout(
      x.inLanes(), y, probability: probability, seed: 11, step: step, stream: 0, images: x.images, pool)
    return y
  }

  @Test(arguments: BatchCase.all, [false, true])
  func `bias backward equals the reference`(_ test: BatchCase, relu: Bool) {
    let y = Reference.relu(Maps(test.shape, images: test.images, seed: 1))
    let dy = Maps(test.shape, images: test.images, seed: 2)
    let (dz, gradient) = biasBackward(y, dy, relu: relu, pool)
    let expected = Reference.biasBackward(y, dy: dy, relu: relu)
    #expect(relativeError(Maps(dz, images: test.images), expected.dz) < 1e-7)
    #expect(relativeError(gradient, expected.gradient) < 1e-5)
  }

  @Test(arguments: BatchCase.all, [0, 0.3, 0.9] as [Float])
  func `dropout equals the reference`(_ test: BatchCase, probability: Float) {
    let x = Maps(test.shape, images: test.images, seed: 1)
    for step in [0, 1, 1000] {
      let y = Maps(dropout(x, probability: probability, step: step, pool), images: test.images)
      let expected = Reference.dropout(x, probability: probability, seed: 11, step: step)
      #expect(relativeError(y, expected) < 1e-6)
    }
  }

  @Test func `dropout drops the share that it is asked for, others in each step`() {
    var x = Maps(MapShape(200, 1, 1), images: 100)
    x.values = x.values.map { _ in 1 }
    let first = Maps(dropout(x, probability: 0.25, step: 1, pool), images: 100).values
    let second = Maps(dropout(x, probability: 0.25, step: 2, pool), images: 100).values
    #expect(abs(first.count { $0 == 0 } - 5000) < 300)
    #expect(abs(zip(first, second).count { $0 == 0 && $1 == 0 } - 1250) < 200)
  }

  @Test(arguments: BatchCase.all) func `one and two threads give the same bits`(_ test: BatchCase) {
    let y = Reference.relu(Maps(test.shape, images: test.images, seed: 1))
    let dy = Maps(test.shape, images: test.images, seed: 2)
    func results(threads: Int) -> [[UInt32]] {
      let pool = WorkerPool(threads: threads)
      let (dz, gradient) = biasBackward(y, dy, relu: true, pool)
      return [bits(dz), bits(gradient), bits(dropout(y, pool))]
    }
    #expect(results(threads: 1) == results(threads: 2))
  }
}
