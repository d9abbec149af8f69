import Testing

@testable import Kernels

extension ChannelSums {
  /// The sums of `x` as a convolution leaves them.
  convenience init(_ x: Maps) {
    self.init(channels: x.shape.channels, blocks: LaneTensor.blocks(for: x.images))
    x.forEachIndex { n, c, h, w in
      let pair = storage + (n / LaneTensor.lanes * x.shape.channels + c) * 2
      let value = Float(x[n, c, h, w])
      pair[0][n % LaneTensor.lanes] += value
      pair[1][n % LaneTensor.lanes] += value * value
    }
  }
}

@Suite struct ChannelSumsTests {
  @Test(arguments: BatchCase.all) func `totals are sums over images and positions`(_ test: BatchCase) {
    let x = Maps(test.shape, images: test.images, seed: 1)
    let sums = ChannelSums(x)
    for channel in 0..<test.shape.channels {
      let values = x.channel(channel)
      let totals = sums.totals(channel, blocks: LaneTensor.blocks(for: test.images))
      #expect(abs(totals.sum - values.reduce(0, +)) < 1e-5 * Double(values.count))
      #expect(abs(totals.squares - values.reduce(0) { $0 + $1 * $1 }) < 1e-5 * Double(values.count))
    }
  }

  @Test func `totals of the first blocks leave out the others`() {
    let x = Maps(MapShape(3, 2, 2), images: 40, seed: 1)
    let first = Maps(MapShape(3, 2, 2), images: 16, seed: 1)
    let sums = ChannelSums(x)
    for channel in 0..<3 {
      #expect(abs(sums.totals(channel, blocks: 1).sum - first.channel(channel).reduce(0, +)) < 1e-4)
    }
  }
}
