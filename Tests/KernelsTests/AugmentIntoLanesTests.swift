import Testing

@testable import Kernels

@Suite struct AugmentIntoLanesTests {
  struct Case: CustomStringConvertible {
    let shape: MapShape
    let images: Int
    let padding: Int
    let edge: EdgePadding

    var description: String { "\(images) × \(shape), padding \(padding), \(edge)" }
    var pixels: [UInt8] {
      var generator = SeededGenerator(seed: 1)
      return (0..<shape.count * images).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
    /// Every image, the last first, at places all over the padded image.
    var draws: [ImageDraw] {
      var generator = SeededGenerator(seed: 2)
      return (0..<images).reversed().map { image in
        ImageDraw(
          image: image, flip: Bool.random(using: &generator), row: Int.random(in: 0...2 * padding, using: &generator),
          column: Int.random(in: 0...2 * padding, using: &generator))
      }
    }
    var scaling: PixelScaling {
      PixelScaling(
        mean: (0..<shape.channels).map { 0.4 + Float($0) / 10 }, std: (0..<shape.channels).map { 0.2 + Float($0) / 20 })
    }
  }

  static let cases = [EdgePadding.reflect, .mirror, .black].flatMap { edge in
    [
      Case(shape: MapShape(3, 16, 16), images: 17, padding: 5, edge: edge),
      Case(shape: MapShape(3, 32, 32), images: 21, padding: 4, edge: edge),
      Case(shape: MapShape(3, 32, 32), images: 16, padding: 0, edge: edge),
      Case(shape: MapShape(3, 16, 48), images: 33, padding: edge == .mirror ? 15 : 16, edge: edge),
      Case(shape: MapShape(1, 8, 8), images: 5, padding: edge == .mirror ? 7 : 8, edge: edge),
      Case(shape: MapShape(2, 7, 21), images: 18, padding: 3, edge: edge),
      Case(shape: MapShape(3, 33, 17), images: 2, padding: 2, edge: edge),
      Case(shape: MapShape(4, 1, 1), images: 17, padding: edge == .mirror ? 0 : 1, edge: edge),
    ]
  }

  private func augmented(_ test: Case, threads: Int) -> LaneTensor {
    let target = LaneTensor(test.shape, blocks: LaneTensor.blocks(for: test.images))
    augmentIntoLanes(
      test.pixels, draws: test.draws[...], padding: test.padding, edge: test.edge, scaling: test.scaling, into: target,
      on: WorkerPool(threads: threads))
    return target
  }

  @Test(arguments: cases) func `augmentation equals the reference`(_ test: Case) {
    let target = augmented(test, threads: 2)
    for (lane, draw) in test.draws.enumerated() {
      let expected = Reference.augmented(
        test.pixels, test.shape, draw, padding: test.padding, edge: test.edge, scaling: test.scaling)
      #expect(relativeError(target.image(lane).map(Double.init), expected.values) < 1e-6, "\(draw)")
    }
  }

  @Test(arguments: cases) func `lanes without an image are black`(_ test: Case) {
    let target = augmented(test, threads: 1)
    let black = test.scaling.shift.flatMap { [Float](repeating: $0, count: test.shape.area) }
    for lane in test.images..<target.blocks * LaneTensor.lanes { #expect(target.image(lane) == black) }
  }

  @Test(arguments: cases) func `one and two threads give the same bits`(_ test: Case) {
    #expect(bits(augmented(test, threads: 1)) == bits(augmented(test, threads: 2)))
  }

  /// 3×8×8, every row the same.
  private func firstRow(_ row: [UInt8], flip: Bool = false, column: Int, edge: EdgePadding) -> [Float] {
    let target = LaneTensor(MapShape(3, 8, 8), blocks: 1)
    augmentIntoLanes(
      (0..<24).flatMap { _ in row }, draws: [ImageDraw(image: 0, flip: flip, row: 2, column: column)], padding: 2,
      edge: edge, scaling: PixelScaling(mean: [0, 0, 0], std: [Float](repeating: 1 / 255, count: 3)), into: target,
      on: WorkerPool(threads: 1))
    return target.image(0)[0..<8].map { $0.rounded() }
  }

  @Test func `reflection repeats the edge pixel`() {
    let row: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80]
    #expect(firstRow(row, column: 0, edge: .reflect) == [20, 10, 10, 20, 30, 40, 50, 60])
    #expect(firstRow(row, column: 4, edge: .reflect) == [30, 40, 50, 60, 70, 80, 80, 70])
    #expect(firstRow(row, flip: true, column: 0, edge: .reflect) == [70, 80, 80, 70, 60, 50, 40, 30])
  }

  @Test func `a mirror does not repeat the edge pixel`() {
    let row: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80]
    #expect(firstRow(row, column: 0, edge: .mirror) == [30, 20, 10, 20, 30, 40, 50, 60])
    #expect(firstRow(row, column: 4, edge: .mirror) == [30, 40, 50, 60, 70, 80, 70, 60])
    #expect(firstRow(row, flip: true, column: 0, edge: .mirror) == [60, 70, 80, 70, 60, 50, 40, 30])
  }

  @Test func `black padding is zero before normalisation`() {
    let row: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80]
    #expect(firstRow(row, column: 0, edge: .black) == [0, 0, 10, 20, 30, 40, 50, 60])
    let target = LaneTensor(MapShape(1, 2, 2), blocks: 1)
    augmentIntoLanes(
      [200, 200, 200, 200], draws: [ImageDraw(image: 0, flip: false, row: 0, column: 0)], padding: 1, edge: .black,
      scaling: PixelScaling(mean: [0.5], std: [0.25]), into: target, on: WorkerPool(threads: 1))
    #expect(target[0, 0, 0, 1] == -2)
    #expect(abs(target[0, 0, 1, 1] - (200 / 255 - 0.5) / 0.25) < 1e-5)
  }
}
