/// How pixels are put together when a picture is scaled: each target pixel is the mean of the area that it
/// covers where that is more than a pixel, and lies on the line between its two neighbours where it is less; rows and
/// columns by themselves.
struct Resampler: Sendable {
  /// The source pixels that make up one target pixel: `first` and those after it, by their share.
  fileprivate struct Taps {
    let first: Int
    let weights: [Float]
  }

  fileprivate let columns: [Taps]
  fileprivate let rows: [Taps]
  private let width: Int
  private let height: Int

  /// From `width` × `height` to a square of `size`.
  init(width: Int, height: Int, size: Int) {
    self.init(PictureFrame(width: width, height: height, size: size, fit: .squash))
  }

  /// From the part of a picture that is used to what it is scaled to.
  init(_ frame: PictureFrame) {
    width = frame.columns.count
    height = frame.rows.count
    columns = Self.taps(width, frame.width)
    rows = Self.taps(height, frame.height)
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
    var scaled = RowResampler(self, channels: 1)
    for row in 0..<height { scaled.add(source.extracting(start + row * width..<start + (row + 1) * width)) }
    target.append(contentsOf: scaled.pixels)
  }
}

/// Scales a picture while its rows come, from the top; it is never there as a whole.
struct RowResampler {
  private let plan: Resampler
  private let channels: Int
  /// The source row that comes next.
  private var row = 0
  /// Target rows that are done.
  private var done = 0
  /// Sums of those that are under way, interleaved as the source is.
  private var lines: [[Float]] = []
  /// The scaled picture: `[channel][row][column]`.
  private(set) var pixels: [UInt8]

  init(_ plan: Resampler, channels: Int) {
    self.plan = plan
    self.channels = channels
    pixels = [UInt8](repeating: 0, count: channels * plan.rows.count * plan.columns.count)
  }

  /// Takes the next row: `[column][channel]`.
  mutating func add(_ values: Span<UInt8>) {
    var target = done
    while target < plan.rows.count, plan.rows[target].first <= row {
      let taps = plan.rows[target]
      if target - done == lines.count { lines.append([Float](repeating: 0, count: values.count)) }
      if row - taps.first < taps.weights.count {
        Self.add(values, times: taps.weights[row - taps.first], to: &lines[target - done])
      }
      target += 1
    }
    while done < plan.rows.count, plan.rows[done].first + plan.rows[done].weights.count <= row + 1 {
      finish(lines.removeFirst(), row: done)
      done += 1
    }
    row += 1
  }

  private static func add(_ values: Span<UInt8>, times weight: Float, to line: inout [Float]) {
    var sums = line.mutableSpan
    for i in values.indices { sums[i] += weight * Float(values[i]) }
  }

  private mutating func finish(_ line: [Float], row: Int) {
    for channel in 0..<channels {
      for (x, taps) in plan.columns.enumerated() {
        var sum: Float = 0
        for (i, weight) in taps.weights.enumerated() { sum += weight * line[(taps.first + i) * channels + channel] }
        pixels[(channel * plan.rows.count + row) * plan.columns.count + x] = UInt8(min(max(sum.rounded(), 0), 255))
      }
    }
  }
}

extension ImageSet {
  /// The same images at another size.
  package func scaled(to size: Int) -> ImageSet {
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
    return ImageSet(size: size, pixels: Array(scaled.joined()), labels: labels, files: files)
  }
}
