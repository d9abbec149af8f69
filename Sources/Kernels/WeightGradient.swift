/// ∂L/∂w of a convolution: for each tap a product of output gradients and inputs, summed over positions and images.
///
/// A tile of output × input channels stays in registers over a strip of positions, and over the whole batch in a small
/// array that the level-1 cache holds; the lanes are added up once at the end. Tiles are independent of each other, so
/// nothing is summed across threads.
struct WeightGradient {
  private let geometry: ConvolutionGeometry
  private let rows: [Span]
  private let columns: [Span]
  /// Kernel rows that one part of the work covers.
  private let rowsTogether: Int

  /// The outputs that a tap reaches inside the input.
  private struct Span {
    var first: Int
    var end: Int
    /// The input position that the tap reads for output 0; may be negative.
    var origin: Int
  }

  /// Accumulators for all taps of one part: `maximumTaps` tiles of at most 25 vectors.
  private static let maximumTaps = 9
  private typealias Scratch = InlineArray<225, Lanes>

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    let g = geometry
    func spans(_ input: Int, _ output: Int) -> [Span] {
      (0..<g.kernel).map { tap in
        let reached = (0..<output).filter { (0..<input).contains($0 * g.stride - g.padding + tap) }
        return Span(first: reached.first ?? 0, end: (reached.last ?? -1) + 1, origin: tap - g.padding)
      }
    }
    rows = spans(g.input.height, g.output.height)
    columns = spans(g.input.width, g.output.width)
    rowsTogether = g.kernel <= 3 ? g.kernel : 1
  }

  func run(_ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, blocks: Int, _ pool: WorkerPool)
  {
    #if VECTOR_512
      if geometry.input.channels % 5 == 0 && geometry.output.channels % 5 == 0 {
        spread(x, dy, gradient, blocks, pool, Tile<5, 5>(repeating: .init(repeating: .zero)))
      } else if geometry.input.channels % 4 == 0 || geometry.input.channels > 8 {
        spread(x, dy, gradient, blocks, pool, Tile<4, 4>(repeating: .init(repeating: .zero)))
      } else {
        spread(x, dy, gradient, blocks, pool, Tile<5, 3>(repeating: .init(repeating: .zero)))
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
    let kernelParts = geometry.kernel / rowsTogether
    nonisolated(unsafe) let gradient = gradient
    pool.run(outputTiles * inputTiles * kernelParts) { part in
      let kernelPart = part % kernelParts
      let tile = part / kernelParts
      work(x, dy, gradient, blocks, outputs: tile / inputTiles, inputs: tile % inputTiles, kernelPart, empty)
    }
  }

  @inline(never)
  private func work<let A: Int, let B: Int>(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, _ blocks: Int, outputs: Int,
    inputs: Int,
    _ kernelPart: Int, _ empty: Tile<A, B>
  ) {
    let g = geometry
    let firstOutput = outputs * A
    let firstInput = inputs * B
    let realOutputs = min(A, g.output.channels - firstOutput)
    let realInputs = min(B, g.input.channels - firstInput)
    let kernelRows = (kernelPart * rowsTogether)..<((kernelPart + 1) * rowsTogether)
    // A tile that reaches beyond the last channel reads the last one again; what it sums there is not stored.
    var dyChannel = InlineArray<A, Int>(repeating: 0)
    for a in 0..<A { dyChannel[a] = (firstOutput + min(a, realOutputs - 1)) * g.output.area }
    var xChannel = InlineArray<B, Int>(repeating: 0)
    for b in 0..<B { xChannel[b] = (firstInput + min(b, realInputs - 1)) * g.input.area }

    // Columns in groups, so that any kernel's accumulators fit the scratch.
    var column = 0
    while column < g.kernel {
      let kernelColumns = column..<min(g.kernel, column + Self.maximumTaps / rowsTogether)
      var scratch = Scratch(repeating: .zero)
      let rowStrip = max(1, 32 / g.output.width / g.stride)
      let blockStrip = max(1, 32 / g.output.area)
      var block = 0
      while block < blocks {
        let blockEnd = min(blocks, block + blockStrip)
        var row = 0
        while row < g.output.height {
          let rowEnd = min(g.output.height, row + rowStrip)
          var tap = 0
          for kernelRow in kernelRows {
            let first = max(row, rows[kernelRow].first)
            let end = min(rowEnd, rows[kernelRow].end)
            for kernelColumn in kernelColumns {
              let span = columns[kernelColumn]
              let width = span.end - span.first
              if first < end && width > 0 {
                var sums = Tile<A, B>(repeating: .init(repeating: .zero))
                for a in 0..<A { for b in 0..<B { sums[a][b] = scratch[(tap * A + a) * B + b] } }
                for k in block..<blockEnd {
                  let dyBlock = UnsafePointer(dy.block(k))
                  let xBlock = UnsafePointer(x.block(k))
                  for r in first..<end {
                    let dyRow = dyBlock + (r * g.output.width + span.first)
                    let xRow =
                      xBlock
                      + ((r * g.stride + rows[kernelRow].origin) * g.input.width + span.first * g.stride + span.origin)
                    for c in 0..<width {
                      var inputs = InlineArray<B, Lanes>(repeating: .zero)
                      for b in 0..<B { inputs[b] = xRow[xChannel[b] + c * g.stride] }
                      for a in 0..<A {
                        let output = dyRow[dyChannel[a] + c]
                        for b in 0..<B { sums[a][b] = multiplyAdd(output, inputs[b], sums[a][b]) }
                      }
                    }
                  }
                }
                for a in 0..<A { for b in 0..<B { scratch[(tap * A + a) * B + b] = sums[a][b] } }
              }
              tap += 1
            }
          }
          row = rowEnd
        }
        block = blockEnd
      }
      var tap = 0
      for kernelRow in kernelRows {
        for kernelColumn in kernelColumns {
          for a in 0..<realOutputs {
            for b in 0..<realInputs {
              let index = ((firstOutput + a) * g.input.channels + firstInput + b) * g.taps
              gradient[index + kernelRow * g.kernel + kernelColumn] = scratch[(tap * A + a) * B + b].sum()
            }
          }
          tap += 1
        }
      }
      column = kernelColumns.upperBound
    }
  }
}
