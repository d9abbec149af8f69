extension Winograd {
  /// U = G g Gᵀ for each pair of channels; `transposed` rotates the kernel by 180° and exchanges the channels.
  func pack(
    _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, transposed: Bool, _ pool: WorkerPool
  ) {
    pool.run(tiles, over: (self, weights, packed, transposed)) { context, tile, _ in
      let (loop, weights, packed, transposed) = context
      loop.tile.run(Packing(loop: loop, tile: tile, weights: weights, packed: packed, transposed: transposed))
    }
  }

  private struct Packing: TiledWork {
    let loop: Winograd
    let tile: Int
    let weights: UnsafePointer<Float>
    let packed: UnsafeMutablePointer<Float>
    let transposed: Bool

    func run<let C: Int, let P: Int>(_ empty: Tile<C, P>) {
      switch loop.rows.filter {
      case .fourOutputs: pack(FourOutputs.self, empty)
      case .twoOutputs: pack(TwoOutputs.self, empty)
      case .twoOfTwo: pack(TwoOfTwo.self, empty)
      }
    }

    private func pack<R: MinimalFilter, let C: Int, let P: Int>(_ filter: R.Type, _ empty: Tile<C, P>) {
      switch loop.columns.filter {
      case .fourOutputs: pack(filter, FourOutputs.self, empty)
      case .twoOutputs: pack(filter, TwoOutputs.self, empty)
      case .twoOfTwo: pack(filter, TwoOfTwo.self, empty)
      }
    }

    /// All channels of a tile at once: they are in the lanes.
    @inline(never)
    private func pack<R: MinimalFilter, F: MinimalFilter, let C: Int, let P: Int>(
      _ row: R.Type, _ column: F.Type, _ empty: Tile<C, P>
    ) {
      let inputs = loop.inputShape.channels
      let outputs = loop.outputShape.channels
      let real = min(C, outputs - tile * C)
      let outputStride = transposed ? 9 : inputs * 9
      for input in 0..<inputs {
        let g = weights + (transposed ? (input * outputs + tile * C) * 9 : (tile * C * inputs + input) * 9)
        var kernel = InlineArray<9, Lanes>(repeating: .zero)
        for c in 0..<C {
          if c < real { for tap in 0..<9 { kernel[tap][c] = g[c * outputStride + (transposed ? 8 - tap : tap)] } }
        }
        // G g: a row of three for each of its rows.
        var rows = InlineArray<18, Lanes>(repeating: .zero)
        for j in 0..<3 { R.weights({ kernel[$0 * 3 + j] }, { rows[$0 * 3 + j] = $1 }) }
        for i in 0..<R.products {
          F.weights(
            { rows[i * 3 + $0] },
            { product, values in
              let frequency = tile * R.products * F.products + i * F.products + product
              let target = packed + (frequency * inputs + input) * C
              for c in 0..<C { target[c] = values[c] }
            })
        }
      }
    }
  }
}
