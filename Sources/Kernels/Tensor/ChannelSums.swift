/// Σy and Σy² of each block, channel and lane: a convolution writes them for the batch norm after it.
package final class ChannelSums: @unchecked Sendable {
  package let channels: Int
  let storage: UnsafeMutablePointer<Lanes>

  package init(channels: Int, blocks: Int) {
    self.channels = channels
    let count = channels * blocks * 2
    storage = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Lanes>.stride, alignment: 64)
      .bindMemory(to: Lanes.self, capacity: count)
    storage.initialize(repeating: .zero, count: count)
  }

  deinit { storage.deallocate() }

  /// Σy and Σy² of a channel over the first `blocks` blocks, in double precision and in a fixed order.
  func totals(_ channel: Int, blocks: Int) -> (sum: Double, squares: Double) {
    var sum = 0.0
    var squares = 0.0
    for block in 0..<blocks {
      let pair = storage + (block * channels + channel) * 2
      sum += horizontalSumInDouble(pair[0])
      squares += horizontalSumInDouble(pair[1])
    }
    return (sum, squares)
  }
}
