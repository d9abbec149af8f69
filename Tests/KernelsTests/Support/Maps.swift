import Testing

@testable import Kernels

/// Values spread over ±1, the same for the same seed.
func randomValues(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Double(generator.unit() * 2 - 1) }
}

/// A batch of such values.
func randomMaps(_ shape: MapShape, images: Int, seed: UInt64) -> Reference.Maps {
  var maps = Reference.Maps(shape, images: images)
  maps.values = randomValues(shape.count * images, seed: seed)
  return maps
}

/// A slice that holds `values`.
func slice(_ values: [Double]) -> FloatSlice {
  let buffer = FloatBuffer(count: values.count)
  buffer.all.values = values.map(Float.init)
  return buffer.all
}

/// The largest difference, relative to the largest value.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  let scale = max(b.map(abs).max() ?? 0, 1e-30)
  return zip(a, b).map { abs($0 - $1) }.max()! / scale
}
