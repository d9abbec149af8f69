import Kernels

// The two kinds of batch statistics that a network keeps: that which evaluation normalises with, and the other.

extension Network {
  /// Whether it has layers that keep both kinds.
  package var knowsTwoStatistics: Bool { namedBuffers.contains { $0.other != nil } }

  /// Whether all layers that keep two kinds hold something of both.
  package var holdsBothStatistics: Bool { holdsBothStatistics(buffers.all.values) }

  /// The same of other values in place of its buffers'.
  package func holdsBothStatistics(_ buffers: [Float]) -> Bool {
    knowsTwoStatistics
      && namedBuffers.allSatisfy { ($0.other == nil && !$0.isOfOtherKind) || $0.flag.map { buffers[$0] != 0 } ?? true }
  }

  /// Evaluation normalises with the other kind, until the next exchange.
  package func exchangeStatistics() { buffers.all.values = exchangingStatistics(buffers.all.values) }

  /// Values of its buffers with the two kinds in each other's place.
  package func exchangingStatistics(_ buffers: [Float]) -> [Float] {
    var exchanged = buffers
    for tensor in namedBuffers {
      guard let other = tensor.other else { continue }
      exchanged.replaceSubrange(tensor.range, with: buffers[other])
      exchanged.replaceSubrange(other, with: buffers[tensor.range])
    }
    return exchanged
  }
}
