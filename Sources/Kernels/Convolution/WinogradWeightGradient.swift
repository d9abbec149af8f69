/// ∂L/∂w of a 3×3 convolution of stride 1 and padding 1 by the products of Winograd's algorithm:
/// dW = Gᵀ[Σ (Bᵀ x B) ⊙ (A dY Aᵀ)]G over patches and images.
///
/// The inputs are transposed on their way through the transforms, so that input channels are in the lanes: then no
/// horizontal sums are needed, and the sums of all channels stay in the level-2 cache while a part goes through its
/// images, each of which is loaded once. The batch is cut into a fixed number of groups, whose sums are added in order.
///
/// On one Ice Lake core (188 GFLOP/s, busy neighbours), batch 256, counted as the direct sum, whose own figure follows:
/// 20→20 on 16×16 96 GFLOP/s (109), 32→32 on 14×14 144 (111), 64→64 on 7×7 177 (111), 128→128 on 4×4 252 (124),
/// 256→256 on 2×2 284 (145). Parts for each row of frequencies, with the images in the lanes, loaded the maps six times,
/// and were no faster than the direct sum.
struct WinogradWeightGradient {
  private let geometry: ConvolutionGeometry
  private let rows: PatchAxis
  private let columns: PatchAxis
  /// Vectors of input channels, in all and of a tile; output channels of a tile.
  private let inputVectors: Int
  private let inputsPerTile: Int
  private let outputsPerTile: Int
  /// Groups of blocks with sums of their own. They do not depend on the tiles: other registers, the same bits.
  private let mostGroups: Int

  /// Vectors of the sums of all groups.
  private static let sumBudget = 40_000
  /// Vectors of a strip's transforms: they fit the level-2 cache beside the sums. Where those do not fit it, they are
  /// loaded less often with longer strips.
  private static let stripBudget = 10_000
  private static let longStripBudget = 30_000

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    rows = PatchAxis(size: geometry.output.height, .fourOutputs)
    columns = PatchAxis(size: geometry.output.width, .fourOutputs)
    inputVectors = geometry.input.channels.padded(16) / 16
    #if VECTOR_512
      inputsPerTile = [5, 4, 3, 2].first { [inputVectors] in inputVectors % $0 == 0 } ?? 1
      let candidates = inputsPerTile <= 2 ? [8, 10] : [[8, 6, 5][inputsPerTile - 3]]
      outputsPerTile = candidates.min {
        geometry.output.channels.padded($0) < geometry.output.channels.padded($1)
      }!
    #else
      inputsPerTile = 1
      outputsPerTile = 4
    #endif
    let sums = rows.products * columns.products * geometry.output.channels * inputVectors
    mostGroups = [8, 4, 2].first { sums * $0 <= Self.sumBudget } ?? 1
  }

  private var frequencies: Int { rows.products * columns.products }
  private var outputTiles: Int { geometry.output.channels.padded(outputsPerTile) / outputsPerTile }
  /// Vectors of one frequency's sums: `[tile of outputs][output][vector of inputs]`.
  private var frequencySums: Int { outputTiles * outputsPerTile * inputVectors }
  /// Floats of all groups' sums.
  var sumCount: Int { mostGroups * frequencies * frequencySums * 16 }

  private func vectorsPerPatch(_ outputs: Int) -> Int { frequencies * (inputVectors * 16 + outputs) }
  /// Rows of patches of a strip, over the blocks of a group.
  private func patchRows(_ outputs: Int) -> Int {
    let budget = frequencies * outputs * inputVectors <= Self.stripBudget ? Self.stripBudget : Self.longStripBudget
    return max(1, budget / (vectorsPerPatch(outputs) * columns.patches))
  }
  var scratchVectors: Int {
    max(Self.longStripBudget, vectorsPerPatch(outputTiles * outputsPerTile) * columns.patches) + 2 * frequencies
      + 16 * columns.reach + PatchTransform.scratchVectors(rows, columns)
      + PatchTransform.scratchVectors(rows, columns, maps: 16)
  }

  /// `memory` has room for `sumCount` floats.
  func run(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, memory: UnsafeMutablePointer<Float>,
    blocks: Int, _ pool: WorkerPool
  ) {
    let sums = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Lanes.self)
    let groups = min(mostGroups, blocks)
    let plan = PartPlan(blocks: groups, tiles: outputTiles, threads: pool.threads)
    pool.run(plan.parts, over: (self, plan, groups, x, dy, sums, blocks, pool)) { context, index, worker in
      let (loop, plan, groups, x, dy, sums, blocks, pool) = context
      let group = plan.blocks(index).lowerBound
      let part = Part(
        blocks: group * blocks / groups..<(group + 1) * blocks / groups, outputTiles: plan.tiles(index), x: x, dy: dy,
        sums: sums + group * loop.frequencies * loop.frequencySums, scratch: pool.scratch(worker))
      loop.work(part)
    }
    pool.run(outputTiles, over: (self, sums, gradient, groups)) { context, tile, _ in
      let (loop, sums, gradient, groups) = context
      loop.finish(tile, sums, groups, gradient)
    }
  }

  /// Some tiles of output channels over a group of blocks.
  private struct Part {
    let blocks: Range<Int>
    let outputTiles: Range<Int>
    let x: LaneTensor
    let dy: LaneTensor
    /// The group's.
    let sums: UnsafeMutablePointer<Lanes>
    let scratch: UnsafeMutablePointer<Lanes>
  }

  /// The transforms of a strip: of the inputs `[frequency][patch][image][vector of channels]`, of the output gradients
  /// `[frequency][channel][patch]`.
  private struct Strip {
    let inputs: UnsafeMutablePointer<Lanes>
    let inputStep: Int
    let gradients: UnsafeMutablePointer<Lanes>
    let gradientStep: Int
    let patches: Int
  }

  private func work(_ part: Part) {
    let outputs = part.outputTiles.count * outputsPerTile
    let rowsPerStrip = patchRows(outputs)
    let inputLines = part.scratch
    let gradientLines = inputLines + PatchTransform.scratchVectors(rows, columns, maps: 16)
    let transposed = gradientLines + PatchTransform.scratchVectors(rows, columns)
    transposed.update(repeating: .zero, count: 16 * columns.reach)
    let inputTransform = PatchTransform(.input, rows, columns, maps: 16, scratch: inputLines)
    let gradientTransform = PatchTransform(.outputGradient, rows, columns, scratch: gradientLines)
    let end = part.blocks.upperBound * rows.patches
    var first = part.blocks.lowerBound * rows.patches
    var isFirst = true
    while first < end {
      let patchRows = first..<min(end, first + rowsPerStrip)
      let patches = patchRows.count * columns.patches
      let inputStep = (patches * 16 * inputVectors) | 1
      let inputs = transposed + 16 * columns.reach
      let strip = Strip(
        inputs: inputs, inputStep: inputStep, gradients: inputs + frequencies * inputStep,
        gradientStep: (outputs * patches) | 1, patches: patches)
      for vector in 0..<inputVectors { transform(part, vector, patchRows, inputTransform, transposed, strip) }
      let firstOutput = part.outputTiles.lowerBound * outputsPerTile
      for output in firstOutput..<min(firstOutput + outputs, geometry.output.channels) {
        for index in patchRows {
          let map = UnsafePointer(part.dy.block(index / rows.patches) + output * part.dy.channelStride)
          let at = (output - firstOutput) * patches + (index - patchRows.lowerBound) * columns.patches
          gradientTransform.run(map, row: index % rows.patches, strip.gradients + at, step: strip.gradientStep)
        }
      }
      switch (inputsPerTile, outputsPerTile) {
      #if VECTOR_512
        case (5, _): multiply(part, strip, isFirst, Tile<5, 5>(repeating: .init(repeating: .zero)))
        case (4, _): multiply(part, strip, isFirst, Tile<6, 4>(repeating: .init(repeating: .zero)))
        case (3, _): multiply(part, strip, isFirst, Tile<8, 3>(repeating: .init(repeating: .zero)))
        case (2, 10): multiply(part, strip, isFirst, Tile<10, 2>(repeating: .init(repeating: .zero)))
        case (2, _): multiply(part, strip, isFirst, Tile<8, 2>(repeating: .init(repeating: .zero)))
        case (_, 10): multiply(part, strip, isFirst, Tile<10, 1>(repeating: .init(repeating: .zero)))
        default: multiply(part, strip, isFirst, Tile<8, 1>(repeating: .init(repeating: .zero)))
      #else
        default: multiply(part, strip, isFirst, Tile<4, 1>(repeating: .init(repeating: .zero)))
      #endif
      }
      first = patchRows.upperBound
      isFirst = false
    }
  }

  /// The transforms of sixteen input channels: rows with images in the lanes, columns with channels.
  private func transform(
    _ part: Part, _ vector: Int, _ patchRows: Range<Int>, _ transform: PatchTransform,
    _ transposed: UnsafeMutablePointer<Lanes>, _ strip: Strip
  ) {
    let lineVectors = PatchTransform.lineVectors(rows, columns)
    let reach = columns.reach
    let inside = -columns.offset..<columns.size - columns.offset
    for index in patchRows {
      let block = UnsafePointer(part.x.block(index / rows.patches))
      for channel in 0..<min(16, geometry.input.channels - vector * 16) {
        transform.transformRows(
          block + (vector * 16 + channel) * part.x.channelStride, index % rows.patches,
          transform.lines + channel * lineVectors)
      }
      for row in 0..<rows.products {
        for column in inside {
          let source = transform.lines + (row * reach + column)
          var square = InlineArray<16, Lanes>(repeating: .zero)
          for channel in 0..<16 { square[channel] = source[channel * lineVectors] }
          square = transposedSquare(square)
          for image in 0..<16 { transposed[image * reach + column] = square[image] }
        }
        let firstPatch = (index - patchRows.lowerBound) * columns.patches
        let target =
          strip.inputs + (row * columns.products * strip.inputStep + firstPatch * 16 * inputVectors + vector)
        for image in 0..<16 {
          transform.transformColumns(
            UnsafePointer(transposed + image * reach), target + image * inputVectors, step: strip.inputStep,
            patchStep: 16 * inputVectors)
        }
      }
    }
  }

  /// sums[frequency][output][inputs] += Σ A dY Aᵀ · Bᵀ x B over patches and images.
  @inline(never)
  private func multiply<let C: Int, let V: Int>(_ part: Part, _ strip: Strip, _ isFirst: Bool, _ empty: Tile<C, V>) {
    let imageSteps = strip.patches * 16
    for frequency in 0..<frequencies {
      let inputs = UnsafePointer(strip.inputs + frequency * strip.inputStep)
      let gradients = UnsafeRawPointer(strip.gradients + frequency * strip.gradientStep)
        .assumingMemoryBound(to: Float.self)
      for vector in Swift.stride(from: 0, to: inputVectors, by: V) {
        for tile in part.outputTiles {
          let place =
            part.sums + (frequency * frequencySums + tile * C * inputVectors + vector * C)
          let dy = gradients + (tile - part.outputTiles.lowerBound) * C * imageSteps
          var x = inputs + vector
          var sums = empty
          if !isFirst { for c in 0..<C { for v in 0..<V { sums[c][v] = place[c * V + v] } } }
          for k in 0..<imageSteps {
            var values = InlineArray<V, Lanes>(repeating: .zero)
            for v in 0..<V { values[v] = x[v] }
            for c in 0..<C {
              let gradient = Lanes(repeating: dy[c * imageSteps + k])
              for v in 0..<V { sums[c][v] = multiplyAdd(values[v], gradient, sums[c][v]) }
            }
            x += inputVectors
          }
          for c in 0..<C { for v in 0..<V { place[c * V + v] = sums[c][v] } }
        }
      }
    }
  }

  /// dW = Gᵀ S G of a tile of output channels, where S is the sum over groups.
  private func finish(
    _ tile: Int, _ sums: UnsafePointer<Lanes>, _ groups: Int, _ gradient: UnsafeMutablePointer<Float>
  ) {
    switch rows.filter {
    case .fourOutputs: finish(FourOutputs.self, tile, sums, groups, gradient)
    case .twoOutputs: finish(TwoOutputs.self, tile, sums, groups, gradient)
    case .twoOfTwo: finish(TwoOfTwo.self, tile, sums, groups, gradient)
    }
  }

  private func finish<R: MinimalFilter>(
    _ row: R.Type, _ tile: Int, _ sums: UnsafePointer<Lanes>, _ groups: Int, _ gradient: UnsafeMutablePointer<Float>
  ) {
    switch columns.filter {
    case .fourOutputs: finish(row, FourOutputs.self, tile, sums, groups, gradient)
    case .twoOutputs: finish(row, TwoOutputs.self, tile, sums, groups, gradient)
    case .twoOfTwo: finish(row, TwoOfTwo.self, tile, sums, groups, gradient)
    }
  }

  @inline(never)
  private func finish<R: MinimalFilter, F: MinimalFilter>(
    _ row: R.Type, _ column: F.Type, _ tile: Int, _ sums: UnsafePointer<Lanes>, _ groups: Int,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let groupStep = frequencies * frequencySums
    for c in 0..<min(outputsPerTile, geometry.output.channels - tile * outputsPerTile) {
      for vector in 0..<inputVectors {
        let place = vector / inputsPerTile * inputsPerTile * outputsPerTile + c * inputsPerTile + vector % inputsPerTile
        let first = sums + (tile * outputsPerTile * inputVectors + place)
        var rows = InlineArray<18, Lanes>(repeating: .zero)
        for j in 0..<F.products {
          R.weightGradient(
            { i in
              let at = first + (i * F.products + j) * frequencySums
              var sum = at[0]
              for group in 1..<max(1, groups) { sum += at[group * groupStep] }
              return sum
            }, { rows[$0 * F.products + j] = $1 })
        }
        var taps = InlineArray<9, Lanes>(repeating: .zero)
        for i in 0..<3 { F.weightGradient({ rows[i * F.products + $0] }, { taps[i * 3 + $0] = $1 }) }
        let output = tile * outputsPerTile + c
        let target = gradient + (output * geometry.input.channels + vector * 16) * 9
        for lane in 0..<min(16, geometry.input.channels - vector * 16) {
          for tap in 0..<9 { target[lane * 9 + tap] = taps[tap][lane] }
        }
      }
    }
  }
}
