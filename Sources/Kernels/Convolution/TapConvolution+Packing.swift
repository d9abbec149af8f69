/// As many inputs of a linear layer as have packed weights that fit the level-1 cache.
private let inputsPerStrip = 256

extension TapConvolution {
  /// Packs weights as `[tile][input channel][row][column][channel of the tile]`; channels beyond the last are zero.
  /// `transposed` exchanges the weights' input and output channels.
  func pack(
    _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, transposed: Bool, _ pool: WorkerPool
  ) {
    // To pack few weights takes less time than to wake another thread.
    let parts = packedCount < 20_000 ? 1 : tiles
    pool.run(parts, over: (self, weights, packed, transposed, parts)) { context, part, _ in
      let (loop, weights, packed, transposed, parts) = context
      for tile in (part * loop.tiles / parts)..<((part + 1) * loop.tiles / parts) {
        loop.pack(tile, weights, packed, transposed: transposed)
      }
    }
  }

  private func pack(
    _ tile: Int, _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, transposed: Bool
  ) {
    let width = self.tile.channels
    let taps = kernel * kernel
    let inputs = inputShape.channels
    let outputs = outputShape.channels
    let inputStride = transposed ? outputs * taps : taps
    let outputStride = transposed ? taps : inputs * taps
    let first = tile * width
    let real = min(width, outputs - first)
    var target = packed + tile * inputs * taps * width
    if taps == 1 && !transposed {
      // Row by row: column by column would load a cache line for every float.
      for from in Swift.stride(from: 0, to: inputs, by: inputsPerStrip) {
        for c in 0..<width {
          let source = weights + (first + min(c, real - 1)) * inputs
          for input in from..<min(from + inputsPerStrip, inputs) {
            target[input * width + c] = c < real ? source[input] : 0
          }
        }
      }
      return
    }
    for input in 0..<inputs {
      let source = weights + (first * outputStride + input * inputStride)
      for tap in 0..<taps {
        for c in 0..<real { target[c] = source[c * outputStride + tap] }
        for c in real..<width { target[c] = 0 }
        target += width
      }
    }
  }
}
