extension Winograd {
  /// U = G g Gᵀ for each pair of channels; `transposed` rotates the kernel by 180° and exchanges the channels.
  func pack(
    _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, transposed: Bool, _ pool: WorkerPool
  ) {
    pool.run(tiles, over: (self, weights, packed, transposed)) { context, tile, _ in
      let (loop, weights, packed, transposed) = context
      loop.pack(tile, weights, packed, transposed: transposed)
    }
  }

  private func pack(
    _ tile: Int, _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, transposed: Bool
  ) {
    let width = self.tile.channels
    let inputs = inputShape.channels
    let outputs = outputShape.channels
    for input in 0..<inputs {
      let target = packed + (tile * Self.frequencies * inputs + input) * width
      for c in 0..<width {
        let output = tile * width + c
        guard output < outputs else {
          for f in 0..<Self.frequencies { target[f * inputs * width + c] = 0 }
          continue
        }
        let g = weights + (transposed ? input * outputs + output : output * inputs + input) * 9
        // G g, 4×3: a vector for each row.
        var rows = InlineArray<4, SIMD4<Float>>(repeating: .zero)
        for column in 0..<3 {
          let a = transposed ? g[8 - column] : g[column]
          let b = transposed ? g[5 - column] : g[3 + column]
          let d = transposed ? g[2 - column] : g[6 + column]
          rows[0][column] = a
          rows[1][column] = 0.5 * (a + b + d)
          rows[2][column] = 0.5 * (a - b + d)
          rows[3][column] = d
        }
        for row in 0..<4 {
          let r = rows[row]
          let at = target + row * 4 * inputs * width + c
          at[0] = r.x
          at[inputs * width] = 0.5 * (r.x + r.y + r.z)
          at[2 * inputs * width] = 0.5 * (r.x - r.y + r.z)
          at[3 * inputs * width] = r.z
        }
      }
    }
  }
}
