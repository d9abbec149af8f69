import Foundation

/// The losses of a sweep over ln lr by local linear regression with a Gaussian kernel, which has no lag, unlike the
/// exponential average. The recommended rate follows from its fall.
struct Descent {
  /// The kernel's standard deviation in ln lr: a fifth of a decade.
  private static let width = 0.5
  /// The regression is evaluated at so many equidistant places.
  private static let places = 400
  /// The recommended rate is this part of the one with the lowest loss, behind which the loss is about to rise.
  private static let part = 0.6
  /// A rise counts from this part of the fall on.
  private static let rise = 0.2
  /// Losses are clipped at this multiple of the first ones: they mean divergence, whatever they are.
  private static let ceiling = 2.0

  /// ln lr at each place.
  private let x: [Double]
  private let losses: [Double]
  /// The loss before the fall: the median of the first quarter.
  private let start: Double
  private let lowest: Int

  /// Fits the curve of at least two points at rising rates.
  init(_ points: some Collection<LRCurve.Point>) {
    let rates = points.map { log($0.learningRate) }
    let first = points.prefix(max(1, points.count / 4)).map(\.loss).sorted()
    start = first[first.count / 2]
    let highest = Self.ceiling * start
    let raw = points.map { $0.loss.isFinite ? min($0.loss, highest) : highest }
    let span = rates[rates.count - 1] - rates[0]
    x = (0..<Self.places).map { rates[0] + span * Double($0) / Double(Self.places - 1) }
    losses = x.map { Self.regression(at: $0, rates, raw) }
    lowest = losses.indices.min { [losses] in losses[$0] < losses[$1] } ?? 0
  }

  /// The value at `place` of the line that fits the points near it best.
  private static func regression(at place: Double, _ x: [Double], _ y: [Double]) -> Double {
    var (s0, s1, s2, t0, t1) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      let distance = (x - place) / width
      guard abs(distance) < 5 else { continue }
      let weight = exp(-distance * distance / 2)
      s0 += weight
      s1 += weight * distance
      s2 += weight * distance * distance
      t0 += weight * y
      t1 += weight * distance * y
    }
    let determinant = s0 * s2 - s1 * s1
    return determinant > 1e-9 * s0 * s0 ? (s2 * t0 - s1 * t1) / determinant : t0 / s0
  }

  private var fall: Double { start - losses[lowest] }

  /// Whether the loss rises again behind its lowest place.
  var rises: Bool { losses[lowest...].contains { $0 > losses[lowest] + Self.rise * fall } }

  /// Six tenths of the rate with the lowest loss, to three digits.
  var recommendedRate: Double { (Self.part * exp(x[lowest])).rounded(toDigits: 3) }
}
