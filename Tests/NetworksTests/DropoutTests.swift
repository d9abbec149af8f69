import Kernels
import Testing

@testable import Networks

@Suite struct DropoutTests {
  private static let head = [NamedLayer("pool", GlobalMaxPool()), NamedLayer("out", Linear(4))]

  /// The values of a batch, and what each of `layers` makes of them.
  private func values(_ layers: [NamedLayer], _ shape: MapShape) throws -> [[Float]] {
    let network = try Network(
      TestArchitecture(list: layers + Self.head), image: shape, classes: 4, batchSize: 21, seed: 6,
      pool: WorkerPool(threads: 1))
    let batch = LaneBatch.noise(shape, count: 21, classes: 4)
    network.forward(batch, mode: .training, step: 3)
    return ([batch.images] + network.outputs.prefix(layers.count)).map { maps in (0..<21).flatMap(maps.image) }
  }

  /// Channels of even areas from 16 on stand one vector further apart than their area.
  @Test(arguments: [MapShape(3, 4, 4), MapShape(5, 6, 8), MapShape(2, 5, 5), MapShape(40, 1, 1)])
  func `each value of a map is dropped or scaled`(_ shape: MapShape) throws {
    let values = try values([NamedLayer("none", Dropout(0)), NamedLayer("half", Dropout(0.5))], shape)
    #expect(values[1] == values[0])
    let factors = zip(values[2], values[1]).map { $0 / $1 }
    #expect(factors.allSatisfy { $0 == 0 || $0 == 2 })
    for value in 0..<shape.count {
      let kept = (0..<21).count { factors[$0 * shape.count + value] == 2 }
      #expect((1...20).contains(kept), "value \(value) of \(kept) images of 21")
    }
  }

  @Test func `the gradient is dropped where the value was`() throws {
    let shape = MapShape(3, 6, 6)
    let network = try Network(
      TestArchitecture(
        list: [
          NamedLayer("conv", Conv2d(4, kernel: 3, stride: 1, padding: 1, relu: false)),
          NamedLayer("drop", Dropout(0.3)),
        ]
          + Self.head), image: shape, classes: 4, batchSize: 21, seed: 6, pool: WorkerPool(threads: 1))
    network.expectGradientIsSlope(.noise(shape, count: 21, classes: 4))
  }

  @Test func `a second dropout draws from a stream of its own, also in a block`() throws {
    let shape = MapShape(4, 6, 6)
    let drop = Dropout(0.5)
    let all = try values(
      [
        NamedLayer("first", drop), NamedLayer("block", Residual([NamedLayer("second", drop)])),
        NamedLayer("third", drop),
      ], shape)
    /// Where a layer gave more than it was given, or less.
    func rises(_ layer: Int) -> [Bool] { zip(all[layer + 1], all[layer]).map { abs($0) > abs($1) } }
    let (first, second, third) = (rises(0), rises(1), rises(2))
    let seen = first.indices.filter { first[$0] }
    func share(_ condition: (Int) -> Bool) -> Double { Double(seen.count(where: condition)) / Double(seen.count) }
    for share in [share { second[$0] }, share { third[$0] }, share { second[$0] == third[$0] }] {
      #expect(abs(share - 0.5) < 0.05, "\(share)")
    }
    #expect(try values([NamedLayer("other", drop)], shape)[1] == all[1])
  }
}
