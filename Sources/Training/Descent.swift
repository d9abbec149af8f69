import Foundation

/// The losses of a sweep over ln lr without the lag of the smoothed ones: at each place the local linear regression
/// with a Gaussian kernel. Where the loss has fallen and rises again, it tells the rate to train at.
struct Descent {
  /// The kernel's standard deviation in ln lr: a third of a decade.
  private static let width = 0.8
  /// How often the curve is told, at equal distances.
  private static let places = 400
  /// The parts of the fall whose rates the recommended one is the geometric mean of. The lowest place alone is where
  /// the fall is about to end; nearly all of the fall is there where less is at risk.
  private static let parts = [0.9, 0.95, 1]
  /// How much of the fall is lost again before a rise is believed.
  private static let rise = 0.2
  /// Losses above so many times the first ones say no more than that the training diverges.
  private static let ceiling = 2.0

  /// ln lr at each place.
  private let x: [Double]
  private let losses: [Double]
  /// The loss before the fall: the median of the first quarter.
  private let start: Double
  private let lowest: Int

  /// The shape of at least two points at rising rates.
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

  /// The geometric mean of the rates at which nine tenths, nineteen twentieths and all of the fall are there.
  var recommendedRate: Double {
    let reached = Self.parts.map { reaches(start - $0 * fall) }
    return exp(reached.reduce(0, +) / Double(reached.count)).rounded(toDigits: 3)
  }

  /// ln lr where the curve first comes down to a loss, between places.
  private func reaches(_ loss: Double) -> Double {
    guard let below = losses[...lowest].firstIndex(where: { $0 <= loss }), below > 0 else {
      return x[losses[0] <= loss ? 0 : lowest]
    }
    let share = (losses[below - 1] - loss) / (losses[below - 1] - losses[below])
    return x[below - 1] + share * (x[below] - x[below - 1])
  }
}
