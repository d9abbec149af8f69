import Foundation

/// Rates that a curve speaks for, as fastai v2 names them; nil where it has too few points, or its loss never
/// falls where they are sought: a sweep whose first rates are too high speaks for none of them.
package struct LRSuggestions: Sendable, Equatable {
  /// In the longest descent, two thirds of the way: fastai v2's default.
  package var valley: Double?
  /// Where the loss falls most steeply over ln lr.
  package var steep: Double?
  /// A tenth of the rate with the lowest loss.
  package var minimum: Double?

  /// None.
  package init() {}

  /// Reads the smoothed curve without its first ⌊n/10⌋ and last 5 points, up to the first value that is not finite.
  ///
  /// `batches` is the n of the whole sweep.
  package init(_ curve: LRCurve, batches: Int) {
    let points = curve.points.dropFirst(batches / 10).dropLast(5).prefix { $0.smoothed.isFinite }
    let rates = points.map(\.learningRate)
    let losses = points.map(\.smoothed)
    guard zip(losses, losses.dropFirst()).contains(where: { $0 > $1 }) else { return }
    if let lowest = losses.indices.min(by: { losses[$0] < losses[$1] }) { minimum = rates[lowest] / 10 }
    let slopes = losses.indices.dropFirst().map { i in (losses[i] - losses[i - 1]) / log(rates[i] / rates[i - 1]) }
    if let steepest = slopes.indices.min(by: { slopes[$0] < slopes[$1] }) { steep = rates[steepest] }
    valley = LRSuggestions.valleyIndex(losses).map { rates[$0] }
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
