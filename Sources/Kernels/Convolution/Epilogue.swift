/// What a convolution does with a sum before the store: fused bias, ReLU, residual add and batch-norm sums.
struct Epilogue {
  /// Where the sums begin: one value an output channel.
  var bias: UnsafePointer<Float>?
  var relu = false
  /// Added to the result, position by position: the other branch of a residual layer.
  var residual: LaneTensor?
  /// Σy and Σy² of each block and channel: `[block][channel][2]`, lanes apart.
  var statistics: UnsafeMutablePointer<Lanes>?
  /// Images that count in the statistics.
  var images = 0

  /// The statistics of the first of `channels`, set to zero for all of them.
  func clearedStatistics(block: Int, of channels: Range<Int>, in total: Int) -> UnsafeMutablePointer<Lanes>? {
    guard let statistics else { return nil }
    let first = statistics + (block * total + channels.lowerBound) * 2
    first.update(repeating: .zero, count: channels.count * 2)
    return first
  }
}
