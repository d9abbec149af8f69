@testable import Kernels

/// A batch in the order image, channel, row, column, in double precision.
struct Maps: Equatable {
  let shape: MapShape
  let images: Int
  var values: [Double]

  init(_ shape: MapShape, images: Int) {
    self.shape = shape
    self.images = images
    values = [Double](repeating: 0, count: shape.count * images)
  }

  /// Values spread over ±1, the same for the same seed.
  init(_ shape: MapShape, images: Int, seed: UInt64) {
    self.init(shape, images: images)
    values = randomValues(shape.count * images, seed: seed)
  }

  /// The first `images` images of a tensor in lanes.
  init(_ tensor: LaneTensor, images: Int) {
    shape = tensor.shape
    self.images = images
    values = (0..<images).flatMap { tensor.image($0).map(Double.init) }
  }

  subscript(n: Int, c: Int, h: Int, w: Int) -> Double {
    get { values[((n * shape.channels + c) * shape.height + h) * shape.width + w] }
    set { values[((n * shape.channels + c) * shape.height + h) * shape.width + w] = newValue }
  }

  /// Calls `body` with the index of each value: image, channel, row, column.
  func forEachIndex(_ body: (_ n: Int, _ c: Int, _ h: Int, _ w: Int) -> Void) {
    for n in 0..<images {
      for c in 0..<shape.channels {
        for h in 0..<shape.height { for w in 0..<shape.width { body(n, c, h, w) } }
      }
    }
  }

  /// The values of one channel, over images and positions.
  func channel(_ index: Int) -> [Double] {
    var result: [Double] = []
    forEachIndex { n, c, h, w in if c == index { result.append(self[n, c, h, w]) } }
    return result
  }

  /// The same batch in lanes, with `emptyLanes` in the lanes that hold no image.
  func inLanes(emptyLanes: Float = 0) -> LaneTensor {
    let tensor = LaneTensor(shape, blocks: LaneTensor.blocks(for: images))
    for n in 0..<images { tensor.setImage(n, values[(n * shape.count)..<((n + 1) * shape.count)].map(Float.init)) }
    for n in images..<tensor.blocks * LaneTensor.lanes {
      tensor.setImage(n, [Float](repeating: emptyLanes, count: shape.count))
    }
    return tensor
  }
}

/// Values spread over ±1, the same for the same seed.
func randomValues(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Double(generator.unit() * 2 - 1) }
}

/// A slice that holds `values`.
func slice(_ values: [Double]) -> FloatSlice {
  let buffer = FloatBuffer(count: values.count)
  buffer.all.values = values.map(Float.init)
  return buffer.all
}
