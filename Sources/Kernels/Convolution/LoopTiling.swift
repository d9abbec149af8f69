/// How the weight gradient walks over positions and images: strips that fit the level-1 cache, and in each three loops
/// whose innermost is the longest, over columns on large maps and over blocks on small ones.
struct LoopTiling {
  /// A loop: its length, and how far the two tensors move.
  struct Loop {
    var count: Int
    var dy: Int
    var x: Int
  }

  /// What one tap meets in one strip: where it begins in both tensors, and three loops.
  struct Loops {
    var dy: Int
    var x: Int
    var outer: Loop
    var middle: Loop
    var inner: Loop
  }

  /// Positions that a strip should hold: with ten channels that is 20 KiB.
  private static let positions = 32

  private let geometry: ConvolutionGeometry
  private let dyBlock: Int
  private let xBlock: Int
  private let blocks: Int
  private let rowsPerStrip: Int
  private let rowStrips: Int
  private let blocksPerStrip: Int
  let strips: Int

  init(_ geometry: ConvolutionGeometry, _ x: LaneTensor, _ dy: LaneTensor, _ blocks: Int) {
    self.geometry = geometry
    self.blocks = blocks
    dyBlock = dy.blockStride
    xBlock = x.blockStride
    let output = geometry.output
    rowsPerStrip = min(output.height, max(1, Self.positions / output.width / geometry.stride))
    rowStrips = (output.height + rowsPerStrip - 1) / rowsPerStrip
    // Small maps of the whole batch fit the level-2 cache, and one strip needs no sums put aside.
    blocksPerStrip = output.area < 16 ? blocks : min(blocks, max(1, Self.positions / output.area))
    strips = rowStrips * ((blocks + blocksPerStrip - 1) / blocksPerStrip)
  }

  /// The loops of a tap in a strip; nil where it meets nothing.
  @inline(__always)
  func loops(_ strip: Int, _ row: WeightGradient.Span, _ column: WeightGradient.Span) -> Loops? {
    let firstRow = strip % rowStrips * rowsPerStrip
    let first = max(firstRow, row.first)
    let end = min(firstRow + rowsPerStrip, row.end)
    let width = column.end - column.first
    guard first < end, width > 0 else { return nil }
    let block = strip / rowStrips * blocksPerStrip
    let g = geometry
    let overRows = Loop(count: end - first, dy: g.output.width, x: g.stride * g.input.width)
    let overColumns = Loop(count: width, dy: 1, x: g.stride)
    let overBlocks = Loop(count: min(blocks - block, blocksPerStrip), dy: dyBlock, x: xBlock)
    let blocksInside = overBlocks.count > width
    return Loops(
      dy: block * dyBlock + first * g.output.width + column.first,
      x: block * xBlock + (first * g.stride + row.origin) * g.input.width + column.first * g.stride + column.origin,
      outer: blocksInside ? overRows : overBlocks, middle: blocksInside ? overColumns : overRows,
      inner: blocksInside ? overBlocks : overColumns)
  }
}
