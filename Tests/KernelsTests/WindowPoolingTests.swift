import Testing

@testable import Kernels

@Suite struct WindowPoolingTests {
  /// Windows side by side and overlapping, with and without a border.
  private static let windows = [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 0), (4, 3, 2), (1, 1, 0)]

  private func each(_ body: (WindowPooling, BatchCase) -> Void) {
    for test in BatchCase.all {
      for (kernel, stride, padding) in Self.windows {
        for kind in WindowPooling.Kind.allCases {
          let pooling = WindowPooling(kind, test.shape, kernel: kernel, stride: stride, padding: padding)
          if let pooling { body(pooling, test) }
        }
      }
    }
  }

  private func passes(
    _ pooling: WindowPooling, _ x: Maps, _ dy: Maps, threads: Int = 2
  ) -> (y: LaneTensor, dx: LaneTensor) {
    let pool = WorkerPool(threads: threads)
    let input = x.inLanes(emptyLanes: 3)
    let y = LaneTensor(pooling.output, blocks: input.blocks)
    let dx = Maps(x.shape, images: x.images, seed: 9).inLanes()
    pooling.forward(input, y, images: x.images, pool)
    pooling.backward(input, y, dy: dy.inLanes(), dx, images: x.images, pool)
    return (y, dx)
  }

  @Test func `values and gradients equal the reference, the first of equal ones gets the gradient`() {
    each { pooling, test in
      var x = Maps(test.shape, images: test.images, seed: 1)
      let dy = Maps(pooling.output, images: test.images, seed: 2)
      for rounded in [false, true] {
        if rounded { x.values = x.values.map { ($0 * 2).rounded() } }
        let (y, dx) = passes(pooling, x, dy)
        let expected = Reference.pool(pooling, x, dy: dy)
        #expect(relativeError(Maps(y, images: test.images), expected.y) < 1e-6, "\(pooling)")
        #expect(relativeError(Maps(dx, images: test.images), expected.dx) < 1e-6, "\(pooling)")
        #expect(emptyLanesAreZero(dx, images: test.images))
      }
    }
  }

  @Test func `one and two threads give the same bits`() {
    each { pooling, test in
      let x = Maps(test.shape, images: test.images, seed: 1)
      let dy = Maps(pooling.output, images: test.images, seed: 2)
      let (one, two) = (passes(pooling, x, dy, threads: 1), passes(pooling, x, dy))
      #expect(bits(one.y) == bits(two.y) && bits(one.dx) == bits(two.dx))
    }
  }

  @Test func `a value that is not a number wins its windows`() throws {
    var x = Maps(MapShape(1, 4, 4), images: 2, seed: 1)
    x[1, 0, 1, 1] = .nan
    let pooling = try #require(WindowPooling(.max, x.shape, kernel: 2, stride: 2, padding: 0))
    let y = Maps(passes(pooling, x, Maps(pooling.output, images: 2)).y, images: 2)
    #expect(y.values.map(\.isNaN) == [false, false, false, false, true, false, false, false])
  }

  @Test func `a border wider than half a window is refused, and a window larger than the map`() {
    #expect(WindowPooling(.max, MapShape(1, 4, 4), kernel: 3, stride: 1, padding: 2) == nil)
    #expect(WindowPooling(.max, MapShape(1, 2, 4), kernel: 3, stride: 1, padding: 0) == nil)
  }

  @Test(arguments: BatchCase.all) func `the mean of a map shares its gradient out`(_ test: BatchCase) {
    let pool = WorkerPool(threads: 2)
    let x = Maps(test.shape, images: test.images, seed: 1)
    let shape = MapShape(test.shape.channels, 1, 1)
    let dy = Maps(shape, images: test.images, seed: 2)
    let y = LaneTensor(shape, blocks: LaneTensor.blocks(for: test.images))
    let dx = Maps(test.shape, images: test.images, seed: 9).inLanes()
    Pooling.globalAverage(x.inLanes(emptyLanes: 3), y, images: test.images, pool)
    Pooling.globalAverageBackward(dy: dy.inLanes(), dx, images: test.images, pool)
    let area = Double(test.shape.area)
    let means = dy.values.indices.map { map in
      x.values[map * test.shape.area..<(map + 1) * test.shape.area].reduce(0, +) / area
    }
    #expect(relativeError(Maps(y, images: test.images).values, means) < 1e-6)
    let shares = dy.values.flatMap { Array(repeating: $0 / area, count: test.shape.area) }
    #expect(relativeError(Maps(dx, images: test.images).values, shares) < 1e-6)
    #expect(emptyLanesAreZero(dx, images: test.images))
  }
}
