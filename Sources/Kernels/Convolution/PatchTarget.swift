import CMachine

/// Where the outputs of patches are stored, and their epilogue.
struct PatchTarget {
  let y: LaneTensor
  let epilogue: Epilogue
  let rows: PatchAxis
  let columns: PatchAxis
  /// The channels of the tile.
  let channels: Range<Int>
  let scratch: UnsafeMutablePointer<Lanes>

  /// Rows of outputs `[4][6]`, and outputs `[4][4]`.
  static let scratchVectors = 24 + 16

  /// Y = Aᵀ M A of one patch for all channels. Its products are `step` vectors apart, those of the next channel
  /// `channelStep` vectors farther.
  func store(
    _ m: UnsafePointer<Lanes>, step: Int, channelStep: Int, block: Int, row: Int, column: Int
  ) {
    let mask = laneMask(images: epilogue.images, block: block)
    let statistics = epilogue.statistics.map { $0 + block * y.shape.channels * 2 }
    for channel in channels {
      let products = m + (channel - channels.lowerBound) * channelStep
      switch rows.filter {
      case .fourOutputs: transformRows(FourOutputs.self, products, step)
      case .twoOutputs: transformRows(TwoOutputs.self, products, step)
      case .twoOfTwo: transformRows(TwoOfTwo.self, products, step)
      }
      let start = Lanes(repeating: epilogue.bias.map { $0[channel] } ?? 0)
      switch columns.filter {
      case .fourOutputs: transformColumns(FourOutputs.self, start)
      case .twoOutputs: transformColumns(TwoOutputs.self, start)
      case .twoOfTwo: transformColumns(TwoOfTwo.self, start)
      }
      put(block, channel, row * rows.outputs, column * columns.outputs, statistics.map { $0 + channel * 2 }, mask)
    }
  }

  @inline(__always)
  private func transformRows<F: MinimalFilter>(_ filter: F.Type, _ m: UnsafePointer<Lanes>, _ step: Int) {
    let width = columns.products
    for j in 0..<width {
      F.output({ m[($0 * width + j) * step] }, { scratch[$0 * width + j] = $1 })
    }
  }

  @inline(__always)
  private func transformColumns<F: MinimalFilter>(_ filter: F.Type, _ start: Lanes) {
    let values = scratch + 24
    for i in 0..<rows.outputs {
      F.output({ scratch[i * F.products + $0] }, { values[i * F.outputs + $0] = $1 + start })
    }
  }

  /// The outputs that are inside the map, with residual, ReLU and statistics.
  @inline(__always)
  private func put(
    _ block: Int, _ channel: Int, _ row: Int, _ column: Int, _ statistics: UnsafeMutablePointer<Lanes>?, _ mask: Lanes
  ) {
    let outputs = columns.outputs
    let width = min(outputs, columns.size - column)
    let at = row * columns.size + column
    let target = y.block(block) + (channel * y.channelStride + at)
    let residual = epilogue.residual.map { $0.block(block) + (channel * $0.channelStride + at) }
    var sum = Lanes.zero
    var squares = Lanes.zero
    for i in 0..<min(rows.outputs, rows.size - row) {
      for j in 0..<width {
        var value = scratch[24 + i * outputs + j]
        if let residual { value += residual[i * columns.size + j] }
        if epilogue.relu { value = machine_relu(value) }
        target[i * columns.size + j] = value
        let counted = value * mask
        sum += counted
        squares = multiplyAdd(counted, counted, squares)
      }
    }
    if let statistics {
      statistics[0] += sum
      statistics[1] += squares
    }
  }
}
