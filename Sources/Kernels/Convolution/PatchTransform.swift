/// Bᵀ d B, or A dY Aᵀ, for the patches of a map.
///
/// The rows are transformed over the whole width of the map at once, so that patches share what they have in common;
/// then the columns of each patch.
struct PatchTransform {
  enum Kind { case input, outputGradient }

  private let kind: Kind
  private let rows: PatchAxis
  private let columns: PatchAxis
  /// A row of the padding.
  private let zeros: UnsafeMutablePointer<Lanes>
  /// Transformed rows `[row][column]`; their padding stays zero.
  let lines: UnsafeMutablePointer<Lanes>

  /// Vectors of transformed rows.
  static func lineVectors(_ rows: PatchAxis, _ columns: PatchAxis) -> Int { rows.products * columns.reach }
  /// With the transformed rows of `maps` maps.
  static func scratchVectors(_ rows: PatchAxis, _ columns: PatchAxis, maps: Int = 1) -> Int {
    columns.size + maps * lineVectors(rows, columns)
  }

  init(
    _ kind: Kind, _ rows: PatchAxis, _ columns: PatchAxis, maps: Int = 1, scratch: UnsafeMutablePointer<Lanes>
  ) {
    self.kind = kind
    self.rows = rows
    self.columns = columns
    zeros = scratch
    lines = scratch + columns.size
    scratch.update(repeating: .zero, count: Self.scratchVectors(rows, columns, maps: maps))
  }

  /// One row of patches, whose products are `step` vectors apart: `[product][patch]`.
  @inline(__always)
  func run(_ map: UnsafePointer<Lanes>, row: Int, _ target: UnsafeMutablePointer<Lanes>, step: Int) {
    transformRows(map, row, lines)
    let reach = columns.reach
    for i in 0..<rows.products {
      transformColumns(UnsafePointer(lines + i * reach), target + i * columns.products * step, step: step, patchStep: 1)
    }
  }

  /// The rows of a row of patches, into `lines` of one map.
  @inline(__always)
  func transformRows(_ map: UnsafePointer<Lanes>, _ row: Int, _ lines: UnsafeMutablePointer<Lanes>) {
    switch rows.filter {
    case .fourOutputs: transformRows(FourOutputs.self, map, row, lines)
    case .twoOutputs: transformRows(TwoOutputs.self, map, row, lines)
    case .twoOfTwo: transformRows(TwoOfTwo.self, map, row, lines)
    }
  }

  @inline(never)
  private func transformRows<F: MinimalFilter>(
    _ filter: F.Type, _ map: UnsafePointer<Lanes>, _ row: Int, _ lines: UnsafeMutablePointer<Lanes>
  ) {
    let offset = kind == .input ? F.offset : 0
    var source = InlineArray<6, UnsafePointer<Lanes>>(repeating: UnsafePointer(zeros))
    for k in 0..<6 {
      let at = row * F.outputs + offset + k
      if at >= 0, at < rows.size { source[k] = map + at * columns.size }
    }
    let reach = columns.reach
    switch kind {
    case .input:
      let target = lines - columns.offset
      for column in 0..<columns.size {
        F.input({ source[$0][column] }, { target[$0 * reach + column] = $1 })
      }
    case .outputGradient:
      for column in 0..<columns.size {
        F.outputGradient({ source[$0][column] }, { lines[$0 * reach + column] = $1 })
      }
    }
  }

  /// The columns of one transformed row: the products of a patch are `step` vectors apart, the patches `patchStep`.
  @inline(__always)
  func transformColumns(
    _ line: UnsafePointer<Lanes>, _ target: UnsafeMutablePointer<Lanes>, step: Int, patchStep: Int
  ) {
    switch columns.filter {
    case .fourOutputs: transformColumns(FourOutputs.self, line, target, step, patchStep)
    case .twoOutputs: transformColumns(TwoOutputs.self, line, target, step, patchStep)
    case .twoOfTwo: transformColumns(TwoOfTwo.self, line, target, step, patchStep)
    }
  }

  @inline(__always)
  private func transformColumns<F: MinimalFilter>(
    _ filter: F.Type, _ line: UnsafePointer<Lanes>, _ target: UnsafeMutablePointer<Lanes>, _ step: Int,
    _ patchStep: Int
  ) {
    switch kind {
    case .input:
      for patch in 0..<columns.patches {
        F.input({ line[patch * F.outputs + $0] }, { target[$0 * step + patch * patchStep] = $1 })
      }
    case .outputGradient:
      for patch in 0..<columns.patches {
        F.outputGradient({ line[patch * F.outputs + $0] }, { target[$0 * step + patch * patchStep] = $1 })
      }
    }
  }
}
