/// Scales planes of bytes: each target pixel is the mean of the area it covers where that is more than a pixel, and
/// lies on the line between its two neighbours where it is less; rows and columns by themselves.
struct Resampler: Sendable {
  /// The source pixels that make up one target pixel: `first` and those after it, by their share.
  private struct Taps {
    let first: Int
    let weights: [Float]
  }

  private let width: Int
  private let columns: [Taps]
  private let rows: [Taps]

  /// From `width` × `height` to a square of `size`.
  init(width: Int, height: Int, size: Int) {
    self.width = width
    columns = Self.taps(width, size)
    rows = Self.taps(height, size)
  }

  private static func taps(_ source: Int, _ target: Int) -> [Taps] {
    let scale = Float(source) / Float(target)
    return (0..<target).map { index in
      if scale >= 1 {
        let (start, end) = (Float(index) * scale, Float(index + 1) * scale)
        let first = Int(start)
        let last = min(max(Int(end.rounded(.up)) - 1, first), source - 1)
        let covered = (first...last).map { max(min(end, Float($0 + 1)) - max(start, Float($0)), 0) }
        let total = covered.reduce(0, +)
        return Taps(first: first, weights: covered.map { $0 / total })
      }
      let middle = min(max((Float(index) + 0.5) * scale - 0.5, 0), Float(source - 1))
      let first = min(Int(middle), max(source - 2, 0))
      let share = middle - Float(first)
      return source == 1 ? Taps(first: 0, weights: [1]) : Taps(first: first, weights: [1 - share, share])
    }
  }

  /// Appends one scaled plane, which begins at `start` of `source`.
  func append(_ source: Span<UInt8>, at start: Int, to target: inout [UInt8]) {
    var line = [Float](repeating: 0, count: width)
    for row in rows {
      for x in 0..<width { line[x] = 0 }
      for (i, weight) in row.weights.enumerated() {
        let from = start + (row.first + i) * width
        for x in 0..<width { line[x] += weight * Float(source[from + x]) }
      }
      for column in columns {
        var sum: Float = 0
        for (i, weight) in column.weights.enumerated() { sum += weight * line[column.first + i] }
        target.append(UInt8(min(max(sum.rounded(), 0), 255)))
      }
    }
  }

  /// A picture of three planes, scaled to `size`; as it is when it has that size.
  static func fit(_ picture: ImageCodec.Picture, size: Int) -> [UInt8] {
    if picture.width == size, picture.height == size { return picture.pixels }
    let resampler = Resampler(width: picture.width, height: picture.height, size: size)
    var scaled: [UInt8] = []
    scaled.reserveCapacity(3 * size * size)
    for channel in 0..<3 {
      resampler.append(picture.pixels.span, at: channel * picture.width * picture.height, to: &scaled)
    }
    return scaled
  }
}

extension ImageSet {
  /// The same images at another size.
  func scaled(to size: Int) -> ImageSet {
    guard size != self.size else { return self }
    let resampler = Resampler(width: self.size, height: self.size, size: size)
    let scaled = concurrentParts(count, chunk: 500) { range in
      var part: [UInt8] = []
      part.reserveCapacity(range.count * 3 * size * size)
      for plane in range.lowerBound * 3..<range.upperBound * 3 {
        resampler.append(pixels.span, at: plane * self.size * self.size, to: &part)
      }
      return part
    }
    return ImageSet(size: size, pixels: Array(scaled.joined()), labels: labels)
  }
}
