/// Fused bias, ReLU, residual add and batch-norm sums.
struct Epilogue {
  /// `[output channel]`.
  var bias: UnsafePointer<Float>?
  var relu = false
  /// The other branch of a residual layer, added to the result.
  var residual: LaneTensor?
  /// Σy and Σy² of each lane: `[block][channel][2]`.
  var statistics: UnsafeMutablePointer<Lanes>?
  /// Images of the batch; only their lanes count in the statistics.
  var images = 0

  /// Sets the statistics of `channels` to zero and returns those of the first one.
  func clearedStatistics(block: Int, of channels: Range<Int>, in total: Int) -> UnsafeMutablePointer<Lanes>? {
    guard let statistics else { return nil }
    let first = statistics + (block * total + channels.lowerBound) * 2
    first.update(repeating: .zero, count: channels.count * 2)
    return first
  }
}
