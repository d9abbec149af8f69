/// Mixes each image of a batch with the one before it, the first with the last: share·x + (1 − share)·its neighbour.
private func mixWithNeighbours(_ images: LaneTensor, count: Int, share: Float, on pool: WorkerPool) {
  guard count > 0, count <= images.blocks * LaneTensor.lanes else {
    fatalError("\(count) images do not fit \(images.blocks) blocks of \(LaneTensor.lanes)")
  }
  let shape = images.shape
  let blocks = LaneTensor.blocks(for: count)
  let (lastBlock, lastLane) = ((count - 1) / LaneTensor.lanes, (count - 1) % LaneTensor.lanes)
  var kept = SIMD16<Int32>.zero
  for lane in 0...lastLane { kept[lane] = 1 }
  let isEmpty = kept .== 0
  pool.run(shape.channels * shape.height) { part in
    let (channel, row) = (part / shape.height, part % shape.height)
    let start = channel * images.channelStride + row * shape.width
    // The images of the last lane before, which block by block is the neighbour of the first.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.width) { before in
      let last = images.block(lastBlock) + start
      for column in 0..<shape.width { before.initializeElement(at: column, to: last[column][lastLane]) }
      for block in 0..<blocks {
        let line = images.block(block) + start
        for column in 0..<shape.width {
          let values = line[column]
          let mixed = share * values + (1 - share) * values.shifted(before[column])
          before[column] = values[LaneTensor.lanes - 1]
          line[column] = block == lastBlock ? mixed.replacing(with: values, where: isEmpty) : mixed
        }
      }
    }
  }
}

extension LaneBatch {
  /// Mixes each image with its neighbour; the labels are set.
  package func mix(ownShare share: Float, on pool: WorkerPool) {
    mixWithNeighbours(images, count: count, share: share, on: pool)
    ownShare = share
  }
}

extension Lanes {
  /// Every value one lane on, `first` in front of them.
  @inline(__always)
  fileprivate func shifted(_ first: Float) -> Lanes {
    var result = Lanes(repeating: first)
    for lane in 1..<Lanes.scalarCount { result[lane] = self[lane - 1] }
    return result
  }
}
