import CMachine

/// The direct convolution, for forward passes and input gradients: every output is a sum over taps of the input, with
/// packed weights, in tiles of channels × positions.
///
/// On one Ice Lake core whose multiply-adds alone reach 180 GFLOP/s (busy neighbours), batch 256, forward and input
/// gradient, border taps left out but counted: 3→16, 7×7 on 32×32 124; 3→10, 5×5 on 32×32 118; 16→32 /2 on 28×28 106 and
/// 93; 20→40 /2 on 16×16 97 and 100; 80→160 /2 on 4×4 104 and 75. In tiles of 16×1, with 17 loads for 16 multiply-adds,
/// the first reached 76, the third 75 and 69. `cifarlab bench --layers` measures it again.
struct TapConvolution {
  let inputShape: MapShape
  let outputShape: MapShape
  let kernel: Int
  let rows: AxisPlan
  let columns: AxisPlan
  let tile: TileShape

  /// y = w ∗ x.
  static func forward(_ g: ConvolutionGeometry) -> TapConvolution {
    TapConvolution(
      inputShape: g.input, outputShape: g.output, kernel: g.kernel,
      rows: .forward(
        input: g.input.height, output: g.output.height, kernel: g.kernel, stride: g.stride, padding: g.padding),
      columns: .forward(
        input: g.input.width, output: g.output.width, kernel: g.kernel, stride: g.stride, padding: g.padding),
      tile: .best(for: g.output.channels))
  }

  /// ∂L/∂x from ∂L/∂y: the convolution's outputs are the inputs.
  static func inputGradient(_ g: ConvolutionGeometry) -> TapConvolution {
    TapConvolution(
      inputShape: g.output, outputShape: g.input, kernel: g.kernel,
      rows: .inputGradient(
        input: g.input.height, output: g.output.height, kernel: g.kernel, stride: g.stride, padding: g.padding),
      columns: .inputGradient(
        input: g.input.width, output: g.output.width, kernel: g.kernel, stride: g.stride, padding: g.padding),
      tile: .best(for: g.input.channels))
  }

  var tiles: Int { (outputShape.channels + tile.channels - 1) / tile.channels }
  /// Floats of packed weights: `[tile][input channel][row][column][channel of the tile]`.
  var packedCount: Int { tiles * tile.channels * inputShape.channels * kernel * kernel }

  /// All positions of some tiles of channels in one block, or in several that share each load of a weight.
  private struct Part: TiledWork {
    let loop: TapConvolution
    let tiles: Range<Int>
    let blocks: Range<Int>
    let x: LaneTensor
    let packed: UnsafePointer<Float>
    let y: LaneTensor
    let epilogue: Epilogue

    func run<let C: Int, let P: Int>(_ empty: Tile<C, P>) {
      if blocks.count == P {
        loop.workAcrossBlocks(self, empty)
      } else {
        for block in blocks { loop.work(self, block, empty) }
      }
    }
  }

  /// Whether many positions have no neighbour with the same taps, to share a tile with. Then the positions of a tile
  /// are those of several blocks.
  private var hasFewNeighbours: Bool {
    let alone = columns.runs.reduce(0) { $0 + $1.count % tile.positions }
    return alone * 4 >= outputShape.width
  }

  /// y = w ∗ x for the first `blocks` blocks.
  func run(
    _ x: LaneTensor, _ packed: UnsafePointer<Float>, _ y: LaneTensor, blocks: Int, _ epilogue: Epilogue,
    _ pool: WorkerPool
  ) {
    let tiles = tiles
    // The larger of a tile's weights and a block's images stays in the cache. Many weights: a part is one tile and one
    // block, and the next part takes the same tile. Large maps: a part is one block, and each of its rows meets all
    // tiles.
    let isWeightStationary =
      packedCount / tiles * MemoryLayout<Float>.stride > x.blockStride * MemoryLayout<Lanes>.stride
    let plan = PartPlan(
      blocks: blocks, together: hasFewNeighbours ? tile.positions : 1, tiles: tiles, threads: pool.threads,
      leastCuts: isWeightStationary ? tiles : 1)
    pool.run(plan.parts, over: (self, plan, x, packed, y, epilogue)) { context, part, _ in
      let (loop, plan, x, packed, y, epilogue) = context
      loop.tile.run(
        Part(
          loop: loop, tiles: plan.tiles(part), blocks: plan.blocks(part), x: x, packed: packed, y: y, epilogue: epilogue
        ))
    }
  }

  @inline(never)
  private func work<let C: Int, let P: Int>(_ part: Part, _ block: Int, _ empty: Tile<C, P>) {
    let (tiles, x, packed, y, epilogue) = (part.tiles, part.x, part.packed, part.y, part.epilogue)
    let input = UnsafePointer(x.block(block))
    let mask = laneMask(images: epilogue.images, block: block)
    let covered = tiles.lowerBound * C..<min(tiles.upperBound * C, outputShape.channels)
    epilogue.clearStatistics(block: block, of: covered, in: outputShape.channels)
    let statistics = epilogue.statistics.map { $0 + block * outputShape.channels * 2 }
    var loops = TapLoops()
    loops.channels = inputShape.channels
    loops.xChannel = x.channelStride
    loops.wChannel = kernel * kernel * C
    for rowRun in rows.runs {
      loops.rows = rowRun.taps
      loops.xRow = rowRun.tapInputStep * inputShape.width
      loops.wRow = rowRun.tapStep * kernel * C
      for r in 0..<rowRun.count {
        let outputRow = (rowRun.start + r * rowRun.step) * outputShape.width
        let inputRow = (rowRun.input + r * rowRun.inputStep) * inputShape.width
        // The input rows that the next output row needs in addition. There are more channels than the hardware
        // prefetcher has streams.
        let next = min(inputShape.height, inputRow / inputShape.width + (rowRun.tapInputStep > 0 ? rowRun.taps : 1))
        var prefetch = Prefetch(
          input + next * inputShape.width, lines: min(rowRun.inputStep, inputShape.height - next) * inputShape.width,
          channels: inputShape.channels, channelStride: x.channelStride)
        for tile in tiles {
          let first = tile * C
          let channels = min(C, outputShape.channels - first)
          let output = y.block(block) + first * y.channelStride + outputRow
          let residual = epilogue.residual.map { UnsafePointer($0.block(block) + first * $0.channelStride + outputRow) }
          let sumsOfTile = statistics.map { $0 + first * 2 }
          var start = InlineArray<C, Lanes>(repeating: .zero)
          if let bias = epilogue.bias { for c in 0..<channels { start[c] = Lanes(repeating: bias[first + c]) } }
          for run in columns.runs {
            loops.columns = run.taps
            loops.xColumn = run.tapInputStep
            loops.wColumn = run.tapStep * C
            let w = packed + (tile * inputShape.channels * kernel * kernel + rowRun.tap * kernel + run.tap) * C
            var p = 0
            while p + P <= run.count {
              let at = run.start + p * run.step
              for c in 0..<channels {
                for q in 0..<P { machine_prefetch_for_writing(output + (at + c * y.channelStride + q * run.step)) }
              }
              var sums = Tile<C, P>(repeating: .init(repeating: .zero))
              for c in 0..<C { for q in 0..<P { sums[c][q] = start[c] } }
              accumulate(
                &sums, input + (inputRow + run.input + p * run.inputStep), step: run.inputStep, w, loops, &prefetch)
              store(
                sums, channels,
                TileTarget(
                  y: output + at, channelStride: y.channelStride, step: run.step, residual: residual.map { $0 + at },
                  relu: epilogue.relu, statistics: sumsOfTile, mask: mask))
              p += P
            }
            while p < run.count {
              let at = run.start + p * run.step
              var sums = Tile<C, 1>(repeating: .init(repeating: .zero))
              for c in 0..<C { sums[c][0] = start[c] }
              accumulate(&sums, input + (inputRow + run.input + p * run.inputStep), step: 0, w, loops, &prefetch)
              store(
                sums, channels,
                TileTarget(
                  y: output + at, channelStride: y.channelStride, step: run.step, residual: residual.map { $0 + at },
                  relu: epilogue.relu, statistics: sumsOfTile, mask: mask))
              p += 1
            }
          }
        }
      }
    }
  }

  /// The same for `P` blocks at once, position by position.
  @inline(never)
  private func workAcrossBlocks<let C: Int, let P: Int>(_ part: Part, _ empty: Tile<C, P>) {
    let (x, epilogue) = (part.x, part.epilogue)
    let block = part.blocks.lowerBound
    let input = UnsafePointer(x.block(block))
    let covered = part.tiles.lowerBound * C..<min(part.tiles.upperBound * C, outputShape.channels)
    for block in part.blocks { epilogue.clearStatistics(block: block, of: covered, in: outputShape.channels) }
    var noPrefetch = Prefetch.none(input)
    var loops = TapLoops()
    loops.channels = inputShape.channels
    loops.xChannel = x.channelStride
    loops.wChannel = kernel * kernel * C
    for tile in part.tiles {
      let first = tile * C
      let channels = min(C, outputShape.channels - first)
      var empty = empty
      if let bias = epilogue.bias {
        for c in 0..<channels { for p in 0..<P { empty[c][p] = Lanes(repeating: bias[first + c]) } }
      }
      for rowRun in rows.runs {
        loops.rows = rowRun.taps
        loops.xRow = rowRun.tapInputStep * inputShape.width
        loops.wRow = rowRun.tapStep * kernel * C
        for r in 0..<rowRun.count {
          let outputRow = (rowRun.start + r * rowRun.step) * outputShape.width
          let inputRow = (rowRun.input + r * rowRun.inputStep) * inputShape.width
          for run in columns.runs {
            loops.columns = run.taps
            loops.xColumn = run.tapInputStep
            loops.wColumn = run.tapStep * C
            let w = part.packed + (tile * inputShape.channels * kernel * kernel + rowRun.tap * kernel + run.tap) * C
            for p in 0..<run.count {
              var sums = empty
              accumulate(
                &sums, input + (inputRow + run.input + p * run.inputStep), step: x.blockStride, w, loops, &noPrefetch)
              for q in 0..<P {
                var single = Tile<C, 1>(repeating: .init(repeating: .zero))
                for c in 0..<C { single[c][0] = sums[c][q] }
                store(
                  single, channels,
                  target(part, block + q, firstChannel: first, outputRow + run.start + p * run.step))
              }
            }
          }
        }
      }
    }
  }

  /// One position of a tile.
  @inline(__always)
  private func target(_ part: Part, _ block: Int, firstChannel: Int, _ position: Int) -> TileTarget {
    let (y, epilogue) = (part.y, part.epilogue)
    return TileTarget(
      y: y.block(block) + (firstChannel * y.channelStride + position), channelStride: y.channelStride, step: 0,
      residual: epilogue.residual.map {
        UnsafePointer($0.block(block) + (firstChannel * $0.channelStride + position))
      }, relu: epilogue.relu,
      statistics: epilogue.statistics.map { $0 + (block * outputShape.channels + firstChannel) * 2 },
      mask: laneMask(images: epilogue.images, block: block))
  }

  /// Where a tile of sums is stored, and its epilogue.
  private struct TileTarget {
    let y: UnsafeMutablePointer<Lanes>
    let channelStride: Int
    let step: Int
    let residual: UnsafePointer<Lanes>?
    let relu: Bool
    let statistics: UnsafeMutablePointer<Lanes>?
    let mask: Lanes
  }

  /// One loop for each step of the epilogue. Their ranges are constant, so that the compiler unrolls them and keeps the
  /// tile in registers.
  @inline(__always)
  private func store<let C: Int, let P: Int>(_ sums: Tile<C, P>, _ channels: Int, _ target: TileTarget) {
    if channels < C {
      var copy = Tile<C, P>(repeating: .init(repeating: .zero))
      for c in 0..<C { for p in 0..<P { copy[c][p] = sums[c][p] } }
      storePart(&copy, channels, target)
      return
    }
    var values = sums
    let (y, step) = (target.y, target.step)
    if let residual = target.residual {
      for c in 0..<C { for p in 0..<P { values[c][p] += residual[c * target.channelStride + p * step] } }
    }
    if target.relu { for c in 0..<C { for p in 0..<P { values[c][p] = machine_relu(values[c][p]) } } }
    for c in 0..<C { for p in 0..<P { y[c * target.channelStride + p * step] = values[c][p] } }
    if let statistics = target.statistics { for c in 0..<C { add(values[c], to: statistics + 2 * c, target.mask) } }
  }

  /// The same for the last tile, which may have more channels than are left.
  @inline(never)
  private func storePart<let C: Int, let P: Int>(_ sums: inout Tile<C, P>, _ channels: Int, _ target: TileTarget) {
    for c in 0..<channels {
      for p in 0..<P {
        let at = c * target.channelStride + p * target.step
        if let residual = target.residual { sums[c][p] += residual[at] }
        if target.relu { sums[c][p] = machine_relu(sums[c][p]) }
        target.y[at] = sums[c][p]
      }
      if let statistics = target.statistics { add(sums[c], to: statistics + 2 * c, target.mask) }
    }
  }

  /// Adds the values of lanes that hold an image to Σy and Σy² of their channel.
  @inline(__always)
  private func add<let P: Int>(
    _ values: InlineArray<P, Lanes>, to statistics: UnsafeMutablePointer<Lanes>, _ mask: Lanes
  ) {
    var sum = statistics[0]
    var squares = statistics[1]
    for p in 0..<P {
      let counted = values[p] * mask
      sum += counted
      squares = multiplyAdd(counted, counted, squares)
    }
    statistics[0] = sum
    statistics[1] = squares
  }
}
