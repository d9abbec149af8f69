import Foundation

/// What an image looks like from afar: the lowest frequencies of its brightness and colours, under a window that takes no
/// notice of the border. Pictures of the same thing have sketches that lie close to each other.
struct ImageSketch: Sendable {
  /// Numbers that the mirrored image has, too: horizontal frequency 0 or 2.
  static let evenCount = 10
  /// Those and the ones whose sign mirroring turns over: horizontal frequency 1 or 3.
  static let count = 16

  /// The even ones first, and of these the ones that differ most between images.
  let numbers: [Float]
  /// How far the sketch moves at most when the image does by one pixel each way.
  let reach: Float

  /// Two sketches further apart than this are of different images: a shift by a pixel moves one by its reach, JPEG of
  /// quality 50 by less than 3 (measured on CIFAR-10: the 60,000 images and their copies of quality 50).
  var radius: Float { 2 + 1.1 * reach }

  /// The mean.
  var brightness: Float { numbers[0] }
}

/// Makes the sketches of images of one size.
struct SketchMaker: Sendable {
  /// Horizontal frequencies 0…3 without a shift, shifted by a pixel to one side, and to the other; 4 lanes are unused.
  private typealias Row = SIMD16<Float>

  private static let shifts = [0, 1, -1]
  private static let frequencies = 4

  private let size: Int
  /// For each column, the weights of a row's pixel in the sums of all frequencies and shifts.
  private let columns: [Row]
  /// The weight of a row in the sums, `[shift][frequency][row]`.
  private let rows: [[[Float]]]

  init(size: Int) {
    self.size = size
    let windows = Self.windows(size)
    let shifted = Self.shifts.map { shift in
      windows.map { window in
        (0..<size).map { pixel in (0..<size).contains(pixel - shift) ? window[pixel - shift] : 0 }
      }
    }
    rows = shifted
    columns = (0..<size).map { column in
      var weights = Row.zero
      for (shift, windows) in shifted.enumerated() {
        for (frequency, window) in windows.enumerated() {
          weights[shift * Self.frequencies + frequency] = window[column]
        }
      }
      return weights
    }
  }

  /// cos(πk·x) for the frequencies k, faded out over the outermost four pixels, of length 1. The outermost pixel weighs
  /// nothing, so that nothing is lost when the window moves by one.
  private static func windows(_ size: Int) -> [[Float]] {
    (0..<frequencies).map { frequency in
      let values = (0..<size).map { pixel -> Double in
        let fromEdge = Double(min(pixel, size - 1 - pixel)) - 0.4
        let fade = sin(min(max(fromEdge / 3, 0), 1) * .pi / 2)
        return fade * fade * cos(.pi * Double(frequency) * (Double(pixel) + 0.5) / Double(size))
      }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { Float($0 / max(length, 1e-9)) }
    }
  }

  /// The sketch of the pixels `[channel][row][column]`.
  func sketch(_ pixels: Span<UInt8>) -> ImageSketch {
    let sums = (0..<3).map { channel in
      channelSums(pixels.extracting(channel * size * size..<(channel + 1) * size * size))
    }
    let still = numbers(sums, vertical: 0, horizontal: 0)
    var reach: Float = 0
    for vertical in 1...2 {
      for horizontal in 1...2 {
        let moved = numbers(sums, vertical: vertical, horizontal: horizontal)
        let squares = zip(still, moved).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        reach = max(reach, squares.squareRoot())
      }
    }
    return ImageSketch(numbers: still, reach: reach)
  }

  /// The weighted sums over one channel, `[vertical shift · 4 + vertical frequency]`, each for all horizontal ones.
  private func channelSums(_ pixels: Span<UInt8>) -> [Row] {
    var sums = [Row](repeating: .zero, count: Self.shifts.count * Self.frequencies)
    for row in 0..<size {
      var ofRow = Row.zero
      for column in 0..<size { ofRow += columns[column] * Float(pixels[row * size + column]) }
      for shift in Self.shifts.indices {
        for frequency in 0..<Self.frequencies {
          sums[shift * Self.frequencies + frequency] += ofRow * rows[shift][frequency][row]
        }
      }
    }
    return sums.map { $0 / Float(size) }
  }

  /// The sketch's numbers of the image moved by the shifts of these numbers.
  private func numbers(_ sums: [[Row]], vertical: Int, horizontal: Int) -> [Float] {
    func colours(_ v: Int, _ h: Int) -> (luma: Float, blue: Float, red: Float) {
      let values = sums.map { $0[vertical * Self.frequencies + v][horizontal * Self.frequencies + h] }
      let luma = 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2]
      return (luma, 0.564 * (values[2] - luma), 0.713 * (values[0] - luma))
    }
    let (mean, down, side) = (colours(0, 0), colours(1, 0), colours(0, 1))
    return [
      mean.luma, down.luma, colours(2, 0).luma, colours(0, 2).luma, colours(3, 0).luma,
      mean.blue, mean.red, colours(1, 2).luma, down.blue, down.red,
      side.luma, colours(1, 1).luma, colours(2, 1).luma, colours(0, 3).luma, side.blue, side.red,
    ]
  }
}
