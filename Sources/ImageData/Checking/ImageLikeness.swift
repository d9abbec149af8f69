/// How far two images of one size show the same, whatever their contrast and brightness.
struct ImageLikeness {
  /// The correlation of the pixels where they fit best.
  let correlation: Double
  let isMirrored: Bool

  /// What two images have at least that are taken for the same.
  static let threshold = 0.9
  /// The same for those whose sketches are nearly equal: JPEG leaves the low frequencies as they are, and of a picture of
  /// little contrast not much beside them. (Of CIFAR-10's 60,000 images all have this with their copies of quality 50,
  /// and all but 27 what is asked for above.)
  static let thresholdOfEqualSketches = 0.85

  /// Variance in squared grey levels that counts as none: two even areas are alike, whatever their noise.
  private static let noise = 4.0

  /// The best of nine positions a pixel around, all channels together, the border left out.
  init(_ first: Span<UInt8>, _ second: Span<UInt8>, size: Int, isMirrored: Bool) {
    var other = [UInt8](repeating: 0, count: second.count)
    for row in 0..<3 * size {
      for column in 0..<size {
        other[row * size + column] = second[row * size + (isMirrored ? size - 1 - column : column)]
      }
    }
    var best = -1.0
    for down in 0...2 {
      for right in 0...2 {
        best = max(best, Self.correlation(first, other.span, size: size, down: down, right: right))
      }
    }
    correlation = best
    self.isMirrored = isMirrored
  }

  /// The correlation of the inner part of one image with the part of another that starts at (`down`, `right`).
  private static func correlation(
    _ first: Span<UInt8>, _ second: Span<UInt8>, size: Int, down: Int, right: Int
  ) -> Double {
    let side = size - 2
    var (covariance, variances) = (0.0, (0.0, 0.0))
    for channel in 0..<3 {
      var sums = (first: Int64(0), second: Int64(0), both: Int64(0), firstSquared: Int64(0), secondSquared: Int64(0))
      for row in 0..<side {
        let own = first.extracting(((channel * size + row + 1) * size + 1)...).extracting(first: side)
        let its = second.extracting(((channel * size + row + down) * size + right)...).extracting(first: side)
        // A row's sums fit 32 bits, which fill the vectors.
        var (a, b, ab, aa, bb): (Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0)
        for column in 0..<side {
          let (x, y) = (Int32(own[unchecked: column]), Int32(its[unchecked: column]))
          a &+= x
          b &+= y
          ab &+= x &* y
          aa &+= x &* x
          bb &+= y &* y
        }
        sums.first += Int64(a)
        sums.second += Int64(b)
        sums.both += Int64(ab)
        sums.firstSquared += Int64(aa)
        sums.secondSquared += Int64(bb)
      }
      let count = Double(side * side)
      let (meanFirst, meanSecond) = (Double(sums.first) / count, Double(sums.second) / count)
      covariance += Double(sums.both) / count - meanFirst * meanSecond
      variances.0 += Double(sums.firstSquared) / count - meanFirst * meanFirst
      variances.1 += Double(sums.secondSquared) / count - meanSecond * meanSecond
    }
    return (covariance + noise) / ((variances.0 + noise) * (variances.1 + noise)).squareRoot()
  }
}
