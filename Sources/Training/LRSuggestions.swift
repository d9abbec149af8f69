import Foundation

/// Rates that a curve speaks for, as fastai v2 names them. A curve of too few points, or whose loss never falls where
/// they are sought, speaks for none of them.
package struct LRSuggestions: Sendable, Equatable {
  /// Why there are none.
  package enum Absence: Sendable, Equatable {
    /// How many the sweep has, when too few of them are left to read rates from.
    case tooFewPoints(Int)
    /// The loss does not fall by more than chance; whether it rises from the first rates on.
    case noFall(risesAtOnce: Bool)

    /// The same in words, with what may help.
    package func remark(stoppedEarly: Bool) -> String {
      switch self {
      case .tooFewPoints(let count) where stoppedEarly:
        "\(count) points before the loss explodes are too few for a suggestion: start or end lower"
      case .tooFewPoints(let count): "\(count) points are too few for a suggestion: sweep to the end"
      case .noFall(risesAtOnce: true): "the loss falls nowhere on this curve: start lower"
      case .noFall where stoppedEarly:
        "the loss falls by no more than chance before it explodes: larger batches may show more"
      case .noFall: "the loss falls by no more than chance on this curve: sweep to higher rates"
      }
    }
  }

  /// Fewer points than these are noise more than a curve.
  private static let fewestPoints = 35

  /// In the longest descent, two thirds of the way: fastai v2's default.
  package var valley: Double?
  /// Where the loss falls most steeply over ln lr.
  package var steep: Double?
  /// A tenth of the rate with the lowest loss.
  package var minimum: Double?
  /// nil where there are suggestions.
  package private(set) var absence: Absence?

  /// Reads the smoothed curve without its first ⌊n/10⌋ and last 5 points, up to the first value that is not finite.
  ///
  /// `batches` is the n of the whole sweep.
  package init(_ curve: LRCurve, batches: Int) {
    let points = curve.points.dropFirst(batches / 10).dropLast(5).prefix { $0.smoothed.isFinite }
    let rates = points.map(\.learningRate)
    let losses = points.map(\.smoothed)
    guard losses.count >= Self.fewestPoints, let lowest = losses.indices.min(by: { losses[$0] < losses[$1] }) else {
      absence = .tooFewPoints(curve.points.count)
      return
    }
    guard losses[0] - losses[lowest] > Self.chance(points[...(points.startIndex + lowest)]) else {
      absence = .noFall(risesAtOnce: lowest < losses.count / 3 && losses[losses.count - 1] > losses[0])
      return
    }
    minimum = rates[lowest] / 10
    let slopes = losses.indices.dropFirst().map { i in (losses[i] - losses[i - 1]) / log(rates[i] / rates[i - 1]) }
    if let steepest = slopes.indices.min(by: { slopes[$0] < slopes[$1] }) { steep = rates[steepest] }
    valley = LRSuggestions.valleyIndex(losses).map { rates[$0] }
  }

  /// Two standard deviations of the smoothed loss at the first of these points, which is a mean of the losses up to
  /// there. Those of single losses are told by their leaps from point to point, which a slow fall does not touch.
  private static func chance(_ points: ArraySlice<LRCurve.Point>) -> Double {
    let leaps = zip(points, points.dropFirst()).map { $1.loss - $0.loss }
    let variance = leaps.reduce(0) { $0 + $1 * $1 } / Double(2 * max(leaps.count, 1))
    return 2 * (variance / Double(points.startIndex + 1)).squareRoot()
  }

  /// With e the first end of a longest strictly decreasing subsequence and ℓ its length: s = e − ℓ, t = ℓ/3,
  /// the index s + ⌊t⌋ + ⌊t/2⌋.
  static func valleyIndex(_ losses: [Double]) -> Int? {
    guard losses.count > 1 else { return nil }
    let lengths = descentLengths(losses)
    let end = lengths.indices.max { lengths[$0] < lengths[$1] }!
    let third = Double(lengths[end]) / 3
    return min(max(end - lengths[end] + Int(third) + Int(third / 2), 0), losses.count - 1)
  }

  /// For each value the length of the longest strictly decreasing subsequence that ends with it, in n·log n.
  private static func descentLengths(_ losses: [Double]) -> [Int] {
    // The highest value that a descent of each length can end with; falls with the length.
    var highestEnds: [Double] = []
    return losses.map { loss in
      var low = 0
      var high = highestEnds.count
      while low < high {
        let middle = (low + high) / 2
        if highestEnds[middle] > loss { low = middle + 1 } else { high = middle }
      }
      if low == highestEnds.count { highestEnds.append(loss) } else { highestEnds[low] = loss }
      return low + 1
    }
  }
}
