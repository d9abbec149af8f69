@testable import Kernels

/// The largest difference, relative to the largest value; NaN where either has a NaN.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let scale = max(b.map(abs).max() ?? 0, 1e-30)
  let differences = zip(a, b).map { abs($0 - $1) }
  return differences.contains(where: \.isNaN) ? .nan : (differences.max() ?? 0) / scale
}

func relativeError(_ a: Maps, _ b: Maps) -> Double { relativeError(a.values, b.values) }

func relativeError(_ a: FloatSlice, _ b: [Double]) -> Double { relativeError(a.values.map(Double.init), b) }

/// The bits of all lanes, those that hold no image included.
func bits(_ tensor: LaneTensor) -> [UInt32] {
  (0..<tensor.blocks * LaneTensor.lanes).flatMap { tensor.image($0).map(\.bitPattern) }
}

func bits(_ slice: FloatSlice) -> [UInt32] { slice.values.map(\.bitPattern) }

/// Whether the lanes that hold none of the first `images` images are zero.
func emptyLanesAreZero(_ tensor: LaneTensor, images: Int) -> Bool {
  (images..<tensor.blocks * LaneTensor.lanes).allSatisfy { tensor.image($0).allSatisfy { $0 == 0 } }
}
