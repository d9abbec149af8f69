import Experiments
import Foundation
import Training

/// The LR finder's screen.
struct FinderState: Sendable {
  /// Earlier sweeps that stay visible.
  private static let kept = 3

  private(set) var sweep: FinderSweep?
  private(set) var earlier: [FinderSweep] = []
  /// Why the last sweep that was asked for came to nothing.
  private(set) var failure: String?
  /// The rates of the next sweep.
  var options = LRFinderOptions()
  var showsRaw = false
  /// Index of a point.
  private(set) var cursor: Int?
  /// The suggestion that the cursor was moved to: its rate lies between points.
  private var chosen: LRSuggestions.Named?
  var layout = FinderLayout()

  var suggestions: [LRSuggestions.Named] { sweep?.suggestions ?? [] }
  /// Whether the sweep that is shown ended without trials.
  var isCurveAlone: Bool { sweep.map { $0.found != nil && $0.trialStart == nil } ?? false }

  mutating func start(_ new: FinderSweep) {
    if let sweep, sweep.curve.points.count > 16 { earlier = Array(([sweep] + earlier).prefix(Self.kept)) }
    sweep = new
    failure = nil
    cursor = nil
    chosen = nil
  }

  mutating func add(_ point: LRCurve.Point) { sweep?.add(point) }

  mutating func end(_ ending: LRCurve.Ending, _ found: LRSuggestions) {
    sweep?.end(ending, found)
    if found.recommended != nil, let first = suggestions.first {
      moveCursor(to: first)
    } else if let rate = sweep?.recipe.rate {
      // Where nothing is recommended the recipe's own rate is the one to stay at.
      moveCursor(toRate: rate)
    } else {
      cursor = sweep.map { $0.curve.points.count / 2 }
    }
  }

  mutating func begin(_ start: TrialStart) { sweep?.begin(start) }

  mutating func add(_ trial: RateTrials.Trial) { sweep?.add(trial) }

  mutating func take(bestOfTrials rate: Double?) {
    sweep?.take(bestOfTrials: rate)
    if let first = suggestions.first { moveCursor(to: first) }
  }

  mutating func fail(_ reason: String) { failure = reason }

  mutating func forgetEarlier() { earlier = [] }

  mutating func moveCursor(by offset: Int) {
    guard let points = sweep?.curve.points, !points.isEmpty else { return }
    cursor = min(max((cursor ?? points.count - 1) + offset, 0), points.count - 1)
    chosen = nil
  }

  private mutating func moveCursor(to suggestion: LRSuggestions.Named) {
    moveCursor(toRate: suggestion.rate)
    chosen = suggestion
  }

  /// To the point whose rate is nearest to this one, on the log axis.
  mutating func moveCursor(toRate rate: Double) {
    guard let points = sweep?.curve.points, rate > 0 else { return }
    func distance(_ index: Int) -> Double { abs(log(points[index].learningRate / rate)) }
    cursor = points.indices.min { distance($0) < distance($1) }
    chosen = nil
  }

  /// To the suggestion with this number.
  mutating func select(suggestion number: Int) {
    if suggestions.indices.contains(number) { moveCursor(to: suggestions[number]) }
  }

  /// Moves from one suggestion to the next higher one, else to the first above the cursor; behind the last is the first.
  mutating func moveToNextSuggestion() {
    guard !suggestions.isEmpty else { return }
    let ordered = suggestions.sorted { $0.rate < $1.rate }
    if let chosen, let index = ordered.firstIndex(of: chosen) {
      moveCursor(to: ordered[(index + 1) % ordered.count])
    } else {
      let now = cursorPoint?.learningRate ?? 0
      moveCursor(to: ordered.first { $0.rate > now } ?? ordered[0])
    }
  }

  /// Whether the cursor stands on what short trainings found best.
  var isOnBestOfTrials: Bool { chosen?.rule == .byTrial }

  /// The point under the cursor.
  var cursorPoint: LRCurve.Point? {
    guard let cursor, let points = sweep?.curve.points, points.indices.contains(cursor) else { return nil }
    return points[cursor]
  }

  /// The rate of the suggestion or of the point under the cursor, in three digits.
  var cursorRate: Double? { (chosen?.rate ?? cursorPoint?.learningRate)?.rounded(toDigits: 3) }
}
