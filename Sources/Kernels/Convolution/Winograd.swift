import CMachine

/// 3×3 convolutions of stride 1 and padding 1 by Winograd's F(2×2, 3×3) (Lavin, Gray 2015): 16 products for four
/// outputs where the direct sum takes 36.
///
/// Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each 4×4 patch d of the input. With images in the lanes the transforms are
/// additions of whole vectors. The products of each of the 16 frequencies are a 1×1 convolution: a loop over channels.
///
/// On one Zen 4 core (118 GFLOP/s), batch 256, counted as the direct sum, forward and input gradient: 20→20 on 16×16
/// 160 and 168 GFLOP/s; 40→40 on 8×8 208 and 212; 80→80 on 4×4 221 and 223; 32→32 on 14×14 175 and 180.
struct Winograd {
  let inputShape: MapShape
  let outputShape: MapShape
  let tile: TileShape
  /// Patches in a row of the map, and in a column.
  private let across: Int
  private let down: Int
  /// Rows of patches whose transforms fit the level-2 cache.
  private let rowsPerStrip: Int

  static let frequencies = 16
  /// Vectors of transformed patches that fit the level-2 cache beside the weights.
  private static let budget = 8192

  static func supports(_ g: ConvolutionGeometry) -> Bool { g.kernel == 3 && g.stride == 1 && g.padding == 1 }

  /// Whether it is faster than the direct sum. On maps of 2×2 both have as many products; with few channels the
  /// transforms cost more than they save.
  static func isFaster(_ g: ConvolutionGeometry) -> Bool {
    min(g.input.height, g.input.width) >= 4 && min(g.input.channels, g.output.channels) >= 16
  }

  /// `transposed` is the input gradient: the convolution's outputs are its inputs.
  init(_ geometry: ConvolutionGeometry, transposed: Bool) {
    inputShape = transposed ? geometry.output : geometry.input
    outputShape = transposed ? geometry.input : geometry.output
    tile = .best(for: outputShape.channels)
    across = (outputShape.width + 1) / 2
    down = (outputShape.height + 1) / 2
    let rowVectors = Self.frequencies * inputShape.channels * across
    rowsPerStrip = min(down, max(1, Self.budget / rowVectors))
  }

  var tiles: Int { (outputShape.channels + tile.channels - 1) / tile.channels }
  /// Floats of transformed weights: `[tile][frequency][input channel][channel of the tile]`.
  var packedCount: Int { tiles * tile.channels * Self.frequencies * inputShape.channels }
  /// Transformed patches `[frequency][input channel][patch]`, and the products of one tile.
  var scratchVectors: Int { patchVectors + Self.frequencies * 32 }
  private var patchVectors: Int { Self.frequencies * inputShape.channels * across * rowsPerStrip }

  /// y = w ∗ x for the first `blocks` blocks; `packed` are the weights from `pack`.
  func run(
    _ x: LaneTensor, _ packed: UnsafePointer<Float>, _ y: LaneTensor, blocks: Int, _ epilogue: Epilogue,
    _ pool: WorkerPool
  ) {
    pool.run(blocks, over: (self, x, packed, y, epilogue, pool)) { context, block, worker in
      let (loop, x, packed, y, epilogue, pool) = context
      loop.tile.run(
        Part(loop: loop, block: block, x: x, packed: packed, y: y, epilogue: epilogue, scratch: pool.scratch(worker)))
    }
  }

  /// All channels of one block.
  private struct Part: TiledWork {
    let loop: Winograd
    let block: Int
    let x: LaneTensor
    let packed: UnsafePointer<Float>
    let y: LaneTensor
    let epilogue: Epilogue
    let scratch: UnsafeMutablePointer<Lanes>

    func run<let C: Int, let P: Int>(_ empty: Tile<C, P>) { loop.work(self, empty) }
  }

  @inline(never)
  private func work<let C: Int, let P: Int>(_ part: Part, _ empty: Tile<C, P>) {
    let (block, x, packed, y, epilogue, scratch) = (
      part.block, part.x, part.packed, part.y, part.epilogue, part.scratch
    )
    epilogue.clearStatistics(block: block, of: 0..<outputShape.channels, in: outputShape.channels)
    let statistics = epilogue.statistics.map { $0 + block * outputShape.channels * 2 }
    let mask = laneMask(images: epilogue.images, block: block)
    let products = scratch + patchVectors
    let frequencyFloats = inputShape.channels * C
    var firstRow = 0
    while firstRow < down {
      let rows = min(rowsPerStrip, down - firstRow)
      let patches = rows * across
      transform(UnsafePointer(x.block(block)), x.channelStride, firstRow: firstRow, rows: rows, scratch)
      for tile in 0..<tiles {
        let first = tile * C
        let channels = min(C, outputShape.channels - first)
        let weights = packed + tile * Self.frequencies * frequencyFloats
        let target = PatchTarget(
          y: y.block(block) + first * y.channelStride, channelStride: y.channelStride,
          residual: epilogue.residual.map { UnsafePointer($0.block(block) + first * $0.channelStride) },
          bias: epilogue.bias.map { $0 + first }, statistics: statistics.map { $0 + first * 2 }, relu: epilogue.relu,
          height: outputShape.height, width: outputShape.width, mask: mask)
        var patch = 0
        while patch + P <= patches {
          multiply(scratch + patch, patches, weights, products, Tile<C, P>(repeating: .init(repeating: .zero)))
          for p in 0..<P {
            let (row, column) = ((patch + p) / across, (patch + p) % across)
            for c in 0..<channels { target.store(products + (c * P + p), C * P, c, 2 * (firstRow + row), 2 * column) }
          }
          patch += P
        }
        while patch < patches {
          multiply(scratch + patch, patches, weights, products, Tile<C, 1>(repeating: .init(repeating: .zero)))
          for c in 0..<channels {
            target.store(products + c, C, c, 2 * (firstRow + patch / across), 2 * (patch % across))
          }
          patch += 1
        }
      }
      firstRow += rows
    }
  }

  /// V = Bᵀ d B for all channels of some rows of patches: `[frequency][channel][patch]`.
  private func transform(
    _ x: UnsafePointer<Lanes>, _ channelStride: Int, firstRow: Int, rows: Int, _ v: UnsafeMutablePointer<Lanes>
  ) {
    let patches = rows * across
    let step = inputShape.channels * patches
    for channel in 0..<inputShape.channels {
      let map = x + channel * channelStride
      for row in 0..<rows {
        for column in 0..<across {
          let top = 2 * (firstRow + row) - 1
          let left = 2 * column - 1
          // Bᵀ d, column by column; d is zero outside the map.
          var transformed = InlineArray<4, InlineArray<4, Lanes>>(repeating: .init(repeating: .zero))
          for j in 0..<4 {
            let inside = left + j >= 0 && left + j < inputShape.width
            var d = InlineArray<4, Lanes>(repeating: .zero)
            for i in 0..<4 where inside && top + i >= 0 && top + i < inputShape.height {
              d[i] = map[(top + i) * inputShape.width + left + j]
            }
            transformed[0][j] = d[0] - d[2]
            transformed[1][j] = d[1] + d[2]
            transformed[2][j] = d[2] - d[1]
            transformed[3][j] = d[1] - d[3]
          }
          var target = v + channel * patches + row * across + column
          for i in 0..<4 {
            target[0] = transformed[i][0] - transformed[i][2]
            target[step] = transformed[i][1] + transformed[i][2]
            target[2 * step] = transformed[i][2] - transformed[i][1]
            target[3 * step] = transformed[i][1] - transformed[i][3]
            target += 4 * step
          }
        }
      }
    }
  }

  /// M = Σ U·V over the channels for each frequency: `[frequency][channel of the tile][patch]`.
  @inline(__always)
  private func multiply<let C: Int, let P: Int>(
    _ v: UnsafePointer<Lanes>, _ patches: Int, _ u: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Lanes>,
    _ empty: Tile<C, P>
  ) {
    var value = v
    var weight = u
    for f in 0..<Self.frequencies {
      var sums = empty
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

/// Where the 2×2 outputs of patches are stored, and their epilogue.
private struct PatchTarget {
  let y: UnsafeMutablePointer<Lanes>
  let channelStride: Int
  let residual: UnsafePointer<Lanes>?
  let bias: UnsafePointer<Float>?
  let statistics: UnsafeMutablePointer<Lanes>?
  let relu: Bool
  let height: Int
  let width: Int
  let mask: Lanes

  /// Y = Aᵀ M A of one patch at `row` and `column`; its 16 products are `step` vectors apart.
  @inline(__always)
  func store(_ m: UnsafePointer<Lanes>, _ step: Int, _ channel: Int, _ row: Int, _ column: Int) {
    var upper = InlineArray<4, Lanes>(repeating: .zero)
    var lower = InlineArray<4, Lanes>(repeating: .zero)
    for j in 0..<4 {
      let (a, b, c, d) = (m[j * step], m[(4 + j) * step], m[(8 + j) * step], m[(12 + j) * step])
      upper[j] = a + b + c
      lower[j] = b - c - d
    }
    put(upper[0] + upper[1] + upper[2], channel, row, column)
    put(upper[1] - upper[2] - upper[3], channel, row, column + 1)
    put(lower[0] + lower[1] + lower[2], channel, row + 1, column)
    put(lower[1] - lower[2] - lower[3], channel, row + 1, column + 1)
  }

  @inline(__always)
  private func put(_ sum: Lanes, _ channel: Int, _ row: Int, _ column: Int) {
    guard row < height, column < width else { return }
    var value = sum
    if let bias { value += Lanes(repeating: bias[channel]) }
    let at = channel * channelStride + row * width + column
    if let residual { value += residual[at] }
    if relu { value = machine_relu(value) }
    y[at] = value
    if let statistics {
      let counted = value * mask
      statistics[2 * channel] += counted
      statistics[2 * channel + 1] = multiplyAdd(counted, counted, statistics[2 * channel + 1])
    }
  }
}
