import CMachine

/// What happens to the pixels of one image after flip and crop.
package struct PixelDraw: Sendable, Equatable {
  /// Factor of all values.
  package var brightness: Float = 1
  /// Factor of their distance to the image's mean.
  package var contrast: Float = 1
  /// First row and column of the square that is cut out.
  package var holeRow = 0
  package var holeColumn = 0

  package init() {}
}

/// Changes brightness and contrast of the images of a batch, then cuts a square out of each, which becomes the mean that
/// images are normalised by: 0.
///
/// A value x of 0…255 becomes c·b·x + (1 − c)·b·μ, limited to 0…255, where μ is the mean of the image's values in all
/// channels. An image whose factors are 1 keeps its bits outside of the square.
///
/// - Parameters:
///   - draws: what happens to the image in lane 0, 1, …
///   - hole: pixels a side of the squares; 0: nothing is cut out.
package func changePixels(
  _ images: LaneTensor, draws: ArraySlice<PixelDraw>, hole: Int, scaling: PixelScaling, on pool: WorkerPool
) {
  let shape = images.shape
  guard draws.count <= images.blocks * LaneTensor.lanes, scaling.scale.count == shape.channels else {
    fatalError("\(draws.count) changes of pixels do not fit \(images.blocks) blocks of \(shape)")
  }
  guard hole >= 0, hole <= min(shape.height, shape.width),
    draws.allSatisfy({
      (0...shape.height - hole).contains($0.holeRow) && (0...shape.width - hole).contains($0.holeColumn)
    })
  else { fatalError("a square of \(hole) pixels is cut out beyond the edge of \(shape)") }
  let isJittered = draws.contains { $0.brightness != 1 || $0.contrast != 1 }
  draws.withUnsafeBufferPointer { draws in
    nonisolated(unsafe) let draws = draws
    pool.run(LaneTensor.blocks(for: draws.count)) { block in
      let first = block * LaneTensor.lanes
      let mine = UnsafeBufferPointer(rebasing: draws[first..<min(first + LaneTensor.lanes, draws.count)])
      if isJittered { jitterBlock(images, block, mine, scaling) }
      if hole > 0 { cutOutOfBlock(images, block, mine, hole) }
    }
  }
}

private func jitterBlock(
  _ images: LaneTensor, _ block: Int, _ draws: UnsafeBufferPointer<PixelDraw>, _ scaling: PixelScaling
) {
  let (area, channels) = (images.shape.area, images.shape.channels)
  var (brightness, contrast) = (Lanes(repeating: 1), Lanes(repeating: 1))
  for lane in 0..<draws.count {
    brightness[lane] = draws[lane].brightness
    contrast[lane] = draws[lane].contrast
  }
  // The mean in units of bytes.
  var mean = Lanes.zero
  for channel in 0..<channels {
    let values = images.block(block) + channel * images.channelStride
    var sum = Lanes.zero
    for i in 0..<area { sum += values[i] }
    mean += (sum / Float(area) - scaling.shift[channel]) / scaling.scale[channel]
  }
  mean /= Float(channels)
  let factor = brightness * contrast
  let offset = (1 - contrast) * brightness * mean
  // Where both factors are 1, 1·x + 0 is x, and nothing limits it.
  let isSame = (brightness .== 1) .& (contrast .== 1)
  for channel in 0..<channels {
    let (scale, shift) = (scaling.scale[channel], scaling.shift[channel])
    // The same in normalised units, in which bytes reach from `shift` to 255·scale + shift.
    let added = (offset * scale + (1 - factor) * shift).replacing(with: Lanes.zero, where: isSame)
    let infinity = Lanes(repeating: .infinity)
    let lowest = Lanes(repeating: shift).replacing(with: -infinity, where: isSame)
    let highest = Lanes(repeating: 255 * scale + shift).replacing(with: infinity, where: isSame)
    let values = images.block(block) + channel * images.channelStride
    for i in 0..<area { values[i] = machine_limit(multiplyAdd(factor, values[i], added), lowest, highest) }
  }
}

private func cutOutOfBlock(
  _ images: LaneTensor, _ block: Int, _ draws: UnsafeBufferPointer<PixelDraw>, _ hole: Int
) {
  let shape = images.shape
  for channel in 0..<shape.channels {
    let values = UnsafeMutableRawPointer(images.block(block) + channel * images.channelStride)
      .assumingMemoryBound(to: Float.self)
    for lane in 0..<draws.count {
      for row in draws[lane].holeRow..<draws[lane].holeRow + hole {
        let first = row * shape.width + draws[lane].holeColumn
        for pixel in first..<first + hole { values[pixel * LaneTensor.lanes + lane] = 0 }
      }
    }
  }
}
