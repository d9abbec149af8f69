import Kernels

/// Filters that whiten the patches of images: of all k×k patches as vectors the uncentred covariance, of that the
/// eigenvectors vᵢ with ascending eigenvalues λᵢ, their largest component positive; filters vᵢ/√(λᵢ + ε), then their
/// negatives.
package struct Whitening {
  /// Of how many training images, in their stored order, a network's filters are made.
  package static let images = 5000
  package static let largestKernel = 5
  private static let epsilon = 5e-4

  private let kernel: Int
  private let shape: MapShape
  private var products: [Double]
  private var patches = 0

  /// For images of `shape`.
  package init(kernel: Int, over shape: MapShape) {
    self.kernel = kernel
    self.shape = shape
    let size = shape.channels * kernel * kernel
    products = Array(repeating: 0, count: size * size)
  }

  private var size: Int { shape.channels * kernel * kernel }

  /// Counts the patches of the first `count` images of a batch.
  package mutating func add(_ batch: LaneBatch, first count: Int) {
    for image in 0..<min(count, batch.count) { add(batch.images.image(image)) }
  }

  private mutating func add(_ pixels: [Float]) {
    let (rows, columns) = (shape.height - kernel + 1, shape.width - kernel + 1)
    let offsets = (0..<size).map { i in
      i / (kernel * kernel) * shape.area + i / kernel % kernel * shape.width + i % kernel
    }
    for i in 0..<size {
      for j in i..<size {
        var sum = 0.0
        for row in 0..<rows {
          // A row at a time in single precision: its sum has few terms.
          var part: Float = 0
          let (a, b) = (offsets[i] + row * shape.width, offsets[j] + row * shape.width)
          for column in 0..<columns { part += pixels[a + column] * pixels[b + column] }
          sum += Double(part)
        }
        products[i * size + j] += sum
      }
    }
    patches += rows * columns
  }

  /// `[filter][channel][row][column]`; all zero before any image was counted.
  package var filters: [Float] {
    let count = Double(max(patches, 1))
    let covariance = (0..<size).map { i in (0..<size).map { j in products[min(i, j) * size + max(i, j)] / count } }
    let eigen = Self.eigen(covariance).sorted { $0.value < $1.value }
    let positive = eigen.flatMap { value, vector -> [Float] in
      let largest = vector.max { abs($0) < abs($1) } ?? 0
      let scale = (largest < 0 ? -1 : 1) / (max(value, 0) + Self.epsilon).squareRoot()
      return vector.map { Float($0 * scale) }
    }
    return positive + positive.map { -$0 }
  }

  /// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
  private static func eigen(_ matrix: [[Double]]) -> [(value: Double, vector: [Double])] {
    let size = matrix.count
    var a = matrix
    var vectors = (0..<size).map { i in (0..<size).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<size { for q in p + 1..<max(size, p + 1) { off += a[p][q] * a[p][q] } }
      guard off > 1e-30 else { break }
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<size {
            let (first, second) = (a[k][p], a[k][q])
            a[k][p] = c * first - s * second
            a[k][q] = s * first + c * second
          }
          for k in 0..<size {
            let (first, second) = (a[p][k], a[q][k])
            a[p][k] = c * first - s * second
            a[q][k] = s * first + c * second
            let (one, other) = (vectors[p][k], vectors[q][k])
            vectors[p][k] = c * one - s * other
            vectors[q][k] = s * one + c * other
          }
        }
      }
    }
    return (0..<size).map { (a[$0][$0], vectors[$0]) }
  }
}
