/// Mean and standard deviation of each channel, on pixels divided by 255.
package struct ChannelStatistics: Sendable, Equatable, Codable {
  package let mean: [Float]
  package let std: [Float]

  /// Figures measured elsewhere, one for each of the three channels.
  package init(mean: [Float], std: [Float]) {
    self.mean = mean
    self.std = std
  }

  /// The article's figures for CIFAR-10.
  package static let article = ChannelStatistics(mean: [0.4914, 0.48216, 0.44653], std: [0.24703, 0.24349, 0.26159])

  /// Values of one image, `[channel][row][column]`, as they were before normalisation: (x·std + mean)·255.
  package func denormalised(_ values: [Float]) -> [Double] {
    let area = max(values.count / mean.count, 1)
    return values.enumerated().map { index, value in
      (Double(value) * Double(std[index / area]) + Double(mean[index / area])) * 255
    }
  }

  /// The same as 8-bit pixels.
  package func pixels(_ values: [Float]) -> [UInt8] {
    denormalised(values).map { UInt8(min(max($0.rounded(), 0), 255)) }
  }

  /// The figures of a set's images, from exact sums; an even channel gets a deviation of one grey level, so that
  /// dividing by it does no harm.
  package init(measuring set: ImageSet) {
    let area = set.size * set.size
    let parts = concurrentParts(set.count, chunk: 500) { images in
      var sums = [UInt64](repeating: 0, count: 6)
      let pixels = set.pixels.span
      for plane in images.lowerBound * 3..<images.upperBound * 3 {
        let (sum, squares) = sumAndSquares(pixels.extracting(plane * area..<(plane + 1) * area))
        sums[plane % 3] += sum
        sums[3 + plane % 3] += squares
      }
      return sums
    }
    let count = Double(max(set.count * area, 1))
    let sums = (0..<6).map { i in Double(parts.reduce(0) { $0 + $1[i] }) }
    let means = sums[0..<3].map { $0 / count }
    mean = means.map { Float($0 / 255) }
    std = zip(sums[3...], means).map { squares, mean in
      Float(max((squares / count - mean * mean).squareRoot(), 1) / 255)
    }
  }
}

/// The sum of the values and of their squares.
private func sumAndSquares(_ values: Span<UInt8>) -> (UInt64, UInt64) {
  var (sum, squares): (UInt64, UInt64) = (0, 0)
  var start = 0
  while start < values.count {
    // 64 squares of a byte fit 32 bits many times over, and narrow sums fill the vectors.
    let end = min(start + 64, values.count)
    var (part, partSquares): (UInt32, UInt32) = (0, 0)
    for i in start..<end {
      let value = UInt32(values[i])
      part &+= value
      partSquares &+= value &* value
    }
    sum += UInt64(part)
    squares += UInt64(partSquares)
    start = end
  }
  return (sum, squares)
}
