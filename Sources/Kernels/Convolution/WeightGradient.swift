/// ∂L/∂w of a convolution: for each tap a product of output gradients and inputs, summed over positions and images.
///
/// The sums of a tile of output × input channels stay in registers for a strip of positions. Between strips they are in
/// scratch, for all taps, so that a strip is loaded from memory once a tile; one horizontal sum each ends the loop. Tiles
/// and kernel rows are independent of each other: nothing is summed across threads.
///
/// On one Zen 4 core (118 GFLOP/s), batch 256: 3→10, 5×5 on 32×32 108 GFLOP/s; 80→160 /2 on 4×4 136. On one Ice Lake
/// core (180 GFLOP/s, busy neighbours) 3→16, 7×7 on 32×32 122, where a pass over the maps for each kernel row reached 81.
/// Border taps are left out, but counted.
struct WeightGradient {
  private let geometry: ConvolutionGeometry
  private let rows: [TapRange]
  private let columns: [TapRange]

  /// The outputs for which a tap is inside the input.
  struct TapRange {
    var first: Int
    var end: Int
    /// The input position of the tap at output 0; may be negative.
    var origin: Int
  }

  /// Accumulators of all taps, for tiles of at most 25.
  var scratchVectors: Int { geometry.taps * 25 }

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    let g = geometry
    func ranges(_ input: Int, _ output: Int) -> [TapRange] {
      (0..<g.kernel).map { tap in
        let reached = (0..<output).filter { (0..<input).contains($0 * g.stride - g.padding + tap) }
        return TapRange(first: reached.first ?? 0, end: (reached.last ?? -1) + 1, origin: tap - g.padding)
      }
    }
    rows = ranges(g.input.height, g.output.height)
    columns = ranges(g.input.width, g.output.width)
  }

  func run(_ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, blocks: Int, _ pool: WorkerPool)
  {
    #if VECTOR_512
      if geometry.input.channels % 5 == 0 && geometry.output.channels % 5 == 0 {
        spread(x, dy, gradient, blocks, pool, Tile<5, 5>(repeating: .init(repeating: .zero)))
      } else if geometry.input.channels % 4 == 0 || geometry.input.channels > 8 {
        spread(x, dy, gradient, blocks, pool, Tile<4, 4>(repeating: .init(repeating: .zero)))
      } else if geometry.output.channels % 5 == 0 {
        spread(x, dy, gradient, blocks, pool, Tile<5, 3>(repeating: .init(repeating: .zero)))
      } else {
        spread(x, dy, gradient, blocks, pool, Tile<8, 3>(repeating: .init(repeating: .zero)))
      }
    #elseif VECTOR_256
      spread(x, dy, gradient, blocks, pool, Tile<2, 3>(repeating: .init(repeating: .zero)))
    #else
      spread(x, dy, gradient, blocks, pool, Tile<2, 1>(repeating: .init(repeating: .zero)))
    #endif
  }

  private func spread<let A: Int, let B: Int>(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, _ blocks: Int, _ pool: WorkerPool,
    _ empty: Tile<A, B>
  ) {
    let outputTiles = (geometry.output.channels + A - 1) / A
    let inputTiles = (geometry.input.channels + B - 1) / B
    // Large kernels have few channels: their rows make up for the tiles that are missing.
    let kernelParts = min(geometry.kernel, (pool.threads + outputTiles * inputTiles - 1) / (outputTiles * inputTiles))
    let tiles = outputTiles * inputTiles * kernelParts
    // The larger tensor is loaded once, the smaller one again and again.
    let isInputStationary = x.blockStride > dy.blockStride
    // A part has several neighbouring tiles: one tile of a small map takes less time than to hand out a part.
    let parts = min(tiles, 64)
    let share = (
      self, x, dy, gradient, blocks, parts, tiles, kernelParts, outputTiles, inputTiles, isInputStationary, empty, pool
    )
    pool.run(parts, over: share) { share, part, worker in
      let (
        loop, x, dy, gradient, blocks, parts, tiles, kernelParts, outputTiles, inputTiles, isInputStationary, empty,
        pool
      ) = share
      for index in (part * tiles / parts)..<((part + 1) * tiles / parts) {
        let (tile, kernelPart) = (index / kernelParts, index % kernelParts)
        let kernel = loop.geometry.kernel
        loop.work(
          x, dy, gradient, blocks, outputs: isInputStationary ? tile % outputTiles : tile / inputTiles,
          inputs: isInputStationary ? tile / outputTiles : tile % inputTiles,
          kernelRows: kernelPart * kernel / kernelParts..<(kernelPart + 1) * kernel / kernelParts, pool.scratch(worker),
          empty)
      }
    }
  }

  @inline(never)
  private func work<let A: Int, let B: Int>(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, _ blocks: Int, outputs: Int,
    inputs: Int, kernelRows: Range<Int>, _ scratch: UnsafeMutablePointer<Lanes>, _ empty: Tile<A, B>
  ) {
    let g = geometry
    let firstOutput = outputs * A
    let firstInput = inputs * B
    let realOutputs = min(A, g.output.channels - firstOutput)
    let realInputs = min(B, g.input.channels - firstInput)
    // A tile that has more channels than are left reads the last one again, and does not store those sums.
    var dyChannel = InlineArray<A, Int>(repeating: 0)
    for a in 0..<A { dyChannel[a] = (firstOutput + min(a, realOutputs - 1)) * dy.channelStride }
    var xChannel = InlineArray<B, Int>(repeating: 0)
    for b in 0..<B { xChannel[b] = (firstInput + min(b, realInputs - 1)) * x.channelStride }

    let tiling = LoopTiling(g, x, dy, blocks)
    func store(_ sums: Tile<A, B>, _ kernelRow: Int, _ kernelColumn: Int) {
      for a in 0..<A {
        for b in 0..<B where a < realOutputs && b < realInputs {
          let index = ((firstOutput + a) * g.input.channels + firstInput + b) * g.taps
          gradient[index + kernelRow * g.kernel + kernelColumn] = horizontalSum(sums[a][b])
        }
      }
    }
    if tiling.strips == 1 {
      for kernelRow in kernelRows {
        for kernelColumn in 0..<g.kernel {
          var sums = Tile<A, B>(repeating: .init(repeating: .zero))
          if let loops = tiling.loops(0, rows[kernelRow], columns[kernelColumn]) {
            add(&sums, loops, UnsafePointer(x.storage), xChannel, UnsafePointer(dy.storage), dyChannel)
          }
          store(sums, kernelRow, kernelColumn)
        }
      }
      return
    }
    scratch.update(repeating: .zero, count: kernelRows.count * g.kernel * A * B)
    for strip in 0..<tiling.strips {
      var stored = scratch
      for kernelRow in kernelRows {
        for kernelColumn in 0..<g.kernel {
          if let loops = tiling.loops(strip, rows[kernelRow], columns[kernelColumn]) {
            var sums = Tile<A, B>(repeating: .init(repeating: .zero))
            for a in 0..<A { for b in 0..<B { sums[a][b] = stored[a * B + b] } }
            add(&sums, loops, UnsafePointer(x.storage), xChannel, UnsafePointer(dy.storage), dyChannel)
            for a in 0..<A { for b in 0..<B { stored[a * B + b] = sums[a][b] } }
          }
          stored += A * B
        }
      }
    }
    var stored = scratch
    for kernelRow in kernelRows {
      for kernelColumn in 0..<g.kernel {
        var sums = Tile<A, B>(repeating: .init(repeating: .zero))
        for a in 0..<A { for b in 0..<B { sums[a][b] = stored[a * B + b] } }
        store(sums, kernelRow, kernelColumn)
        stored += A * B
      }
    }
  }

  /// sums[a][b] += Σ dy[a]·x[b] over positions and images.
  @inline(__always)
  private func add<let A: Int, let B: Int>(
    _ sums: inout Tile<A, B>, _ loops: LoopTiling.Loops, _ x: UnsafePointer<Lanes>, _ xChannel: InlineArray<B, Int>,
    _ dy: UnsafePointer<Lanes>, _ dyChannel: InlineArray<A, Int>
  ) {
    for i in 0..<loops.outer.count {
      for j in 0..<loops.middle.count {
        var output = dy + (loops.dy + i * loops.outer.dy + j * loops.middle.dy)
        var input = x + (loops.x + i * loops.outer.x + j * loops.middle.x)
        for _ in 0..<loops.inner.count {
          var values = InlineArray<B, Lanes>(repeating: .zero)
          for b in 0..<B { values[b] = input[xChannel[b]] }
          for a in 0..<A {
            let gradient = output[dyChannel[a]]
            for b in 0..<B { sums[a][b] = multiplyAdd(gradient, values[b], sums[a][b]) }
          }
          output += loops.inner.dy
          input += loops.inner.x
        }
      }
    }
  }
}
