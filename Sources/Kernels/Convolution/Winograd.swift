/// 3×3 convolutions of stride 1 and padding 1 by Winograd's algorithm (Lavin, Gray 2015).
///
/// The input gradient is by F(4×4, 3×3): 36 products for sixteen outputs where the direct sum takes 144. Its rounding
/// errors are twice those of the direct sum, and in a forward pass they change which outputs ReLU passes; so that is by
/// F(2×2, 3×3), 16 products for four outputs. On maps of 2×2 both take nine products where the direct sum takes sixteen.
///
/// Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each patch d of the input. With images in the lanes the transforms are additions of
/// whole vectors. The products of each frequency are a 1×1 convolution: a loop over channels.
struct Winograd {
  let inputShape: MapShape
  let outputShape: MapShape
  let tile: TileShape
  let rows: PatchAxis
  let columns: PatchAxis
  /// Rows of patches, or blocks of small maps, whose transforms fit the level-2 cache together.
  private let rowsPerStrip: Int
  private let blocksPerPart: Int

  /// Vectors of transformed patches that fit the level-2 cache beside the weights.
  private static let budget = 9300
  /// More patches together need no fewer loads of weights.
  private static let patchesPerPart = 4

  static func supports(_ g: ConvolutionGeometry) -> Bool { g.kernel == 3 && g.stride == 1 && g.padding == 1 }

  /// Whether it is faster than the direct sum. With few channels the transforms cost more than they save.
  static func isFaster(_ g: ConvolutionGeometry) -> Bool {
    min(g.input.height, g.input.width) >= 2 && min(g.input.channels, g.output.channels) >= 16
  }

  /// `transposed` is the input gradient: the convolution's outputs are its inputs.
  init(_ geometry: ConvolutionGeometry, transposed: Bool) {
    inputShape = transposed ? geometry.output : geometry.input
    outputShape = transposed ? geometry.input : geometry.output
    tile = .best(for: outputShape.channels)
    let filter: PatchAxis.Filter = transposed ? .fourOutputs : .twoOutputs
    rows = PatchAxis(size: outputShape.height, filter)
    columns = PatchAxis(size: outputShape.width, filter)
    let rowVectors = rows.products * columns.products * inputShape.channels * columns.patches
    rowsPerStrip = min(rows.patches, max(1, Self.budget / rowVectors))
    let patches = rows.patches * columns.patches
    blocksPerPart =
      rowsPerStrip < rows.patches
      ? 1 : max(1, min(Self.budget / (rowVectors * rows.patches), Self.patchesPerPart / patches))
  }

  private var frequencies: Int { rows.products * columns.products }
  var tiles: Int { (outputShape.channels + tile.channels - 1) / tile.channels }
  /// Floats of transformed weights: `[tile][frequency][input channel][channel of the tile]`.
  var packedCount: Int { tiles * tile.channels * frequencies * inputShape.channels }

  /// Vectors from one frequency to the next; an odd number, so that they do not share a set of the caches.
  private func frequencyStep(_ patches: Int) -> Int { (inputShape.channels * patches) | 1 }
  private var patchVectors: Int { frequencies * frequencyStep(blocksPerPart * rowsPerStrip * columns.patches) }
  private var productVectors: Int { frequencies * TileShape.vectors }
  /// Transformed patches `[frequency][input channel][patch]`, the products of one tile, and both transforms' own.
  var scratchVectors: Int {
    patchVectors + productVectors + PatchTransform.scratchVectors(rows, columns) + PatchTarget.scratchVectors
  }

  /// y = w ∗ x for the first `blocks` blocks; `packed` are the weights from `pack`.
  func run(
    _ x: LaneTensor, _ packed: UnsafePointer<Float>, _ y: LaneTensor, blocks: Int, _ epilogue: Epilogue,
    _ pool: WorkerPool
  ) {
    let plan = PartPlan(blocks: blocks, together: blocksPerPart, tiles: tiles, threads: pool.threads)
    pool.run(plan.parts, over: (self, plan, x, packed, y, epilogue, pool)) { context, part, worker in
      let (loop, plan, x, packed, y, epilogue, pool) = context
      loop.tile.run(
        Part(
          loop: loop, blocks: plan.blocks(part), tiles: plan.tiles(part), x: x, packed: packed, y: y,
          epilogue: epilogue, scratch: pool.scratch(worker)))
    }
  }

  /// Some tiles of channels of some blocks.
  private struct Part: TiledWork {
    let loop: Winograd
    let blocks: Range<Int>
    let tiles: Range<Int>
    let x: LaneTensor
    let packed: UnsafePointer<Float>
    let y: LaneTensor
    let epilogue: Epilogue
    let scratch: UnsafeMutablePointer<Lanes>

    func run<let C: Int, let P: Int>(_ empty: Tile<C, P>) { loop.work(self, empty) }
  }

  @inline(never)
  private func work<let C: Int, let P: Int>(_ part: Part, _ empty: Tile<C, P>) {
    let (x, packed, epilogue) = (part.x, part.packed, part.epilogue)
    let covered = part.tiles.lowerBound * C..<min(part.tiles.upperBound * C, outputShape.channels)
    for block in part.blocks { epilogue.clearStatistics(block: block, of: covered, in: outputShape.channels) }
    let v = part.scratch
    let products = v + patchVectors
    let transform = PatchTransform(.input, rows, columns, scratch: products + productVectors)
    let outputScratch = products + productVectors + PatchTransform.scratchVectors(rows, columns)
    var firstRow = 0
    while firstRow < rows.patches {
      let patchRows = min(rowsPerStrip, rows.patches - firstRow)
      let patchesPerBlock = patchRows * columns.patches
      let patches = patchesPerBlock * part.blocks.count
      let step = frequencyStep(patches)
      for block in part.blocks {
        for channel in 0..<inputShape.channels {
          let map = UnsafePointer(x.block(block)) + channel * x.channelStride
          let target = v + (channel * patches + (block - part.blocks.lowerBound) * patchesPerBlock)
          for row in 0..<patchRows {
            transform.run(map, row: firstRow + row, target + row * columns.patches, step: step)
          }
        }
      }
      for tile in part.tiles {
        let first = tile * C
        let channels = min(C, outputShape.channels - first)
        let weights = packed + tile * frequencies * inputShape.channels * C
        let target = PatchTarget(
          y: part.y, epilogue: epilogue, rows: rows, columns: columns, channels: first..<first + channels,
          scratch: outputScratch)
        var patch = 0
        while patch < patches {
          let together = patch + P <= patches ? P : 1
          if together == P {
            multiply(v + patch, patches, step, weights, products, empty)
          } else {
            multiply(v + patch, patches, step, weights, products, Tile<C, 1>(repeating: .init(repeating: .zero)))
          }
          for p in 0..<together {
            let index = patch + p
            let place = index % patchesPerBlock
            target.store(
              products + p, step: C * together, channelStep: together,
              block: part.blocks.lowerBound + index / patchesPerBlock, row: firstRow + place / columns.patches,
              column: place % columns.patches)
          }
          patch += together
        }
      }
      firstRow += patchRows
    }
  }

  /// M = Σ U·V over the channels for each frequency: `[frequency][channel of the tile][patch]`.
  @inline(__always)
  private func multiply<let C: Int, let P: Int>(
    _ v: UnsafePointer<Lanes>, _ patches: Int, _ step: Int, _ u: UnsafePointer<Float>,
    _ m: UnsafeMutablePointer<Lanes>, _ empty: Tile<C, P>
  ) {
    var weight = u
    for f in 0..<frequencies {
      var value = v + f * step
      var sums = Tile<C, P>(repeating: .init(repeating: .zero))
      for _ in 0..<inputShape.channels {
        for c in 0..<C {
          let w = Lanes(repeating: weight[c])
          for p in 0..<P { sums[c][p] = multiplyAdd(value[p], w, sums[c][p]) }
        }
        value += patches
        weight += C
      }
      for c in 0..<C { for p in 0..<P { m[(f * C + c) * P + p] = sums[c][p] } }
    }
  }
}
