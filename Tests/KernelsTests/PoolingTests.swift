import Testing

@testable import Kernels

@Suite struct PoolingTests {
  private let pool = WorkerPool(threads: 2)

  private func pooled(_ x: Maps, _ pool: WorkerPool) -> LaneTensor {
    let y = LaneTensor(MapShape(x.shape.channels, 1, 1), blocks: LaneTensor.blocks(for: x.images))
    Pooling.globalMax(x.inLanes(), y, images: x.images, pool)
    return y
  }

  private func inputGradient(_ x: Maps, dy: Maps, _ pool: WorkerPool) -> LaneTensor {
    let dx = Maps(x.shape, images: x.images, seed: 9).inLanes()
    Pooling.globalMaxBackward(x.inLanes(), pooled(x, pool), dy: dy.inLanes(), dx, images: x.images, pool)
    return dx
  }

  private func dy(_ test: BatchCase) -> Maps { Maps(MapShape(test.shape.channels, 1, 1), images: test.images, seed: 2) }

  @Test(arguments: BatchCase.all) func `the largest value and its gradient equal the reference`(_ test: BatchCase) {
    let x = Maps(test.shape, images: test.images, seed: 1)
    #expect(relativeError(Maps(pooled(x, pool), images: test.images), Reference.globalMaxPool(x).y) < 1e-7)

    let dx = inputGradient(x, dy: dy(test), pool)
    #expect(relativeError(Maps(dx, images: test.images), Reference.globalMaxPoolBackward(x, dy: dy(test))) < 1e-7)
    #expect(emptyLanesAreZero(dx, images: test.images))
  }

  @Test(arguments: BatchCase.all) func `of equal values the first takes the gradient`(_ test: BatchCase) {
    var x = Maps(test.shape, images: test.images, seed: 1)
    x.values = x.values.map { ($0 * 2).rounded() }
    let dx = Maps(inputGradient(x, dy: dy(test), pool), images: test.images)
    #expect(relativeError(dx, Reference.globalMaxPoolBackward(x, dy: dy(test))) < 1e-7)
  }

  @Test func `a value that is not a number wins`() {
    var x = Maps(MapShape(2, 3, 3), images: 18, seed: 1)
    x[17, 1, 0, 0] = .nan
    x[3, 0, 2, 2] = .nan
    let y = Maps(pooled(x, pool), images: 18)
    let expected = Reference.globalMaxPool(x).y
    #expect(y.values.map(\.isNaN) == expected.values.map(\.isNaN))
    #expect(y.values.count { $0.isNaN } == 2)
  }

  @Test(arguments: BatchCase.all) func `one and two threads give the same bits`(_ test: BatchCase) {
    let x = Maps(test.shape, images: test.images, seed: 1)
    func results(threads: Int) -> [[UInt32]] {
      let pool = WorkerPool(threads: threads)
      return [bits(pooled(x, pool)), bits(inputGradient(x, dy: dy(test), pool))]
    }
    #expect(results(threads: 1) == results(threads: 2))
  }
}
