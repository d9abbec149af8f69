/// Tiling of the weight gradient's loops over positions and images: strips that fit the level-1 cache, and three loops
/// in each. The innermost loop is the longest: over columns on large maps, over blocks on small ones.
struct LoopTiling {
  /// Trip count, and the strides in the two tensors.
  struct Loop {
    var count: Int
    var dy: Int
    var x: Int
  }

  /// The loops of one tap in one strip, and where they start in both tensors.
  struct Loops {
    var dy: Int
    var x: Int
    var outer: Loop
    var middle: Loop
    var inner: Loop
  }

  /// Positions in a strip: 20 KiB with ten channels.
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
    // The whole batch's small maps fit the level-2 cache, and the sums of a single strip never leave the registers.
    blocksPerStrip = output.area < 16 ? blocks : min(blocks, max(1, Self.positions / output.area))
    strips = rowStrips * ((blocks + blocksPerStrip - 1) / blocksPerStrip)
  }

  /// The loops of a tap in a strip; nil where the tap reaches no input.
  @inline(__always)
  func loops(_ strip: Int, _ row: WeightGradient.TapRange, _ column: WeightGradient.TapRange) -> Loops? {
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
