/// ∂L/∂W of a linear layer: ∂W = Σ ∂y·xᵀ over the images.
///
/// Maps of one position have few products to sum before the horizontal sum, which would take as long as the products.
/// So a tile of inputs is transposed to `[image][input]`, with inputs in the lanes, and multiplied by the output
/// gradients of each image, which are scalars.
struct LinearWeightGradient {
  let inputs: Int
  let outputs: Int

  #if VECTOR_512
    private static let empty = Tile<5, 4>(repeating: .init(repeating: .zero))
  #elseif VECTOR_256
    private static let empty = Tile<3, 2>(repeating: .init(repeating: .zero))
  #else
    private static let empty = Tile<2, 1>(repeating: .init(repeating: .zero))
  #endif

  private static let inputsPerTile = empty[0].count * LaneTensor.lanes
  /// Blocks that are transposed before their products: 16 of them are some 64 KiB.
  private static let blocksPerStrip = 16

  /// The transposed inputs of a strip.
  var scratchVectors: Int { Self.empty[0].count * Self.blocksPerStrip * LaneTensor.lanes }

  /// `gradient` is `[output][input]`.
  func run(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, blocks: Int, _ pool: WorkerPool
  ) {
    let parts = (inputs + Self.inputsPerTile - 1) / Self.inputsPerTile
    pool.run(parts, over: (self, x, dy, gradient, blocks, pool)) { context, part, worker in
      let (loop, x, dy, gradient, blocks, pool) = context
      let first = part * Self.inputsPerTile
      let count = min(Self.inputsPerTile, loop.inputs - first)
      let transposed = pool.scratch(worker)
      var block = 0
      while block < blocks {
        let together = min(Self.blocksPerStrip, blocks - block)
        for b in 0..<together {
          loop.transpose(x.block(block + b) + first, count, transposed + b * Self.empty[0].count * 16)
        }
        loop.multiply(
          UnsafePointer(transposed), dy, gradient + first, count, from: block, together, adding: block > 0, Self.empty)
        block += together
      }
    }
  }

  /// Transposes a block's inputs from `[input][image]` to `[image][input]`, with zeros beyond the last input.
  private func transpose(_ x: UnsafePointer<Lanes>, _ count: Int, _ target: UnsafeMutablePointer<Lanes>) {
    let vectors = Self.empty[0].count
    for v in 0..<vectors {
      var square = InlineArray<16, Lanes>(repeating: .zero)
      for i in 0..<16 where v * 16 + i < count { square[i] = x[v * 16 + i] }
      square = transposedSquare(square)
      for image in 0..<16 { target[image * vectors + v] = square[image] }
    }
  }

  @inline(__always)
  private func multiply<let C: Int, let V: Int>(
    _ transposed: UnsafePointer<Lanes>, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, _ count: Int,
    from firstBlock: Int, _ blocks: Int, adding: Bool, _ empty: Tile<C, V>
  ) {
    var first = 0
    while first < outputs {
      let real = min(C, outputs - first)
      var sums = empty
      for block in 0..<blocks {
        // A tile that has more outputs than are left reads the last one again, and does not store those sums.
        let gradients = UnsafeRawPointer(dy.block(firstBlock + block)).assumingMemoryBound(to: Float.self)
        var at = InlineArray<C, Int>(repeating: 0)
        for c in 0..<C { at[c] = (first + min(c, real - 1)) * LaneTensor.lanes }
        var values = transposed + block * LaneTensor.lanes * V
        for image in 0..<LaneTensor.lanes {
          for c in 0..<C {
            let weight = Lanes(repeating: gradients[at[c] + image])
            for v in 0..<V { sums[c][v] = multiplyAdd(values[v], weight, sums[c][v]) }
          }
          values += V
        }
      }
      // A constant trip count keeps the sums in registers.
      for c in 0..<C {
        if c < real {
          for v in 0..<V {
            store(sums[c][v], gradient + ((first + c) * inputs + v * 16), count - v * 16, adding: adding)
          }
        }
      }
      first += C
    }
  }

  /// Writes the first `count` lanes.
  @inline(__always)
  private func store(_ sum: Lanes, _ target: UnsafeMutablePointer<Float>, _ count: Int, adding: Bool) {
    let place = UnsafeMutableRawPointer(target)
    if count >= 16 {
      place.storeBytes(of: adding ? sum + place.loadUnaligned(as: Lanes.self) : sum, as: Lanes.self)
    } else {
      for lane in 0..<max(0, count) { target[lane] = adding ? target[lane] + sum[lane] : sum[lane] }
    }
  }
}
