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

  /// Sets the statistics of `channels` to zero.
  func clearStatistics(block: Int, of channels: Range<Int>, in total: Int) {
    statistics.map { $0 + (block * total + channels.lowerBound) * 2 }?
      .update(repeating: .zero, count: channels.count * 2)
  }
}
