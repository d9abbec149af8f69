import Foundation

/// Rates suggested by a curve: the recommended one, and fastai v2's by their names. There are none for a curve of too few
/// points or without a fall.
package struct LRSuggestions: Sendable, Equatable {
  /// Why no rate is recommended.
  package enum Absence: Sendable, Equatable {
    /// How many the sweep has, when too few of them are left to read rates from.
    case tooFewPoints(Int)
    /// The loss does not fall by more than chance; whether it rises from the first rates on.
    case noFall(risesAtOnce: Bool)
    /// The loss has not risen again where the curve ends.
    case noRise

    /// The same in words, with what may help.
    package func remark(_ ending: LRCurve.Ending) -> String {
      switch (self, ending) {
      case (.tooFewPoints(let count), .exploded):
        "\(count) points before the loss explodes are too few for a suggestion: start or end lower"
      case (.tooFewPoints(let count), _): "\(count) points are too few for a suggestion: sweep to the end"
      case (.noFall(risesAtOnce: true), _): "the loss falls nowhere on this curve: start lower"
      case (.noFall, .exploded):
        "the loss falls by no more than chance before it explodes: larger batches may show more"
      case (.noFall, .reachedEnd): "the loss falls by no more than chance on this curve: sweep to higher rates"
      case (.noFall, .stopped): "the loss fell by no more than chance before the stop: sweep to the end"
      case (.noRise, .stopped): "the loss had not risen again before the stop: sweep to the end"
      case (.noRise, _): "the loss has not risen again at the last rate: sweep to higher rates"
      }
    }
  }

  /// Fewer points than these are noise more than a curve.
  private static let fewestPoints = 35

  /// The rate to train at, as the highest one of a recipe.
  package var recommended: Double?
  /// The rate that short trainings found best.
  package var byTrial: Double?
  /// The best founded of both.
  package var best: Double? { byTrial ?? recommended }
  /// In the longest descent, two thirds of the way: fastai v2's default.
  package var valley: Double?
  /// Where the loss falls most steeply over ln lr.
  package var steep: Double?
  /// The rate with the lowest loss.
  package var lowest: Double?
  /// A tenth of the rate with the lowest loss.
  package var minimum: Double? { lowest.map { $0 / 10 } }
  /// nil where a rate is recommended.
  package private(set) var absence: Absence?

  /// Rates that were read elsewhere.
  package init(
    recommended: Double? = nil, valley: Double? = nil, steep: Double? = nil, lowest: Double? = nil,
    absence: Absence? = nil
  ) {
    (self.recommended, self.valley, self.steep, self.lowest) = (recommended, valley, steep, lowest)
    self.absence = absence
  }

  /// Reads the curve up to the first value that is not finite: the lowest loss among all its smoothed values, valley
  /// and steep without the first ⌊n/10⌋ and the last 5 of them.
  ///
  /// `batches` is the n of the whole sweep.
  package init(_ curve: LRCurve, batches: Int) {
    let points = curve.points.prefix { $0.smoothed.isFinite }
    let inner = points.dropFirst(batches / 10).prefix(max(0, curve.points.count - 5 - batches / 10))
    let rates = inner.map(\.learningRate)
    let losses = inner.map(\.smoothed)
    guard losses.count >= Self.fewestPoints, let least = losses.indices.min(by: { losses[$0] < losses[$1] }) else {
      absence = .tooFewPoints(curve.points.count)
      return
    }
    guard losses[0] - losses[least] > Self.chance(inner[...(inner.startIndex + least)]) else {
      absence = .noFall(risesAtOnce: least < losses.count / 3 && losses[losses.count - 1] > losses[0])
      return
    }
    lowest = points.min { $0.smoothed < $1.smoothed }?.learningRate
    let slopes = losses.indices.dropFirst().map { i in (losses[i] - losses[i - 1]) / log(rates[i] / rates[i - 1]) }
    if let steepest = slopes.indices.min(by: { slopes[$0] < slopes[$1] }) { steep = rates[steepest] }
    valley = LRSuggestions.valleyIndex(losses).map { rates[$0] }
    let descent = Descent(points)
    guard curve.ending == .exploded || descent.rises else {
      absence = .noRise
      return
    }
    recommended = descent.recommendedRate
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
