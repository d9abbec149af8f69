import Experiments
import Foundation
import Training

/// One sweep of the learning rate, as far as it has come.
struct FinderSweep: Equatable, Sendable {
  enum Outcome: Equatable, Sendable { case exploded, reachedLastRate, stopped }

  let title: String
  /// The recipe of the sweep: a run of the same network stores the curve.
  let recipe: Recipe
  private(set) var rates: [Double] = []
  private(set) var losses: [Double] = []
  private(set) var smoothed: [Double] = []
  /// nil: it is running.
  fileprivate(set) var outcome: Outcome?

  init(title: String, recipe: Recipe) {
    self.title = title
    self.recipe = recipe
  }

  fileprivate mutating func add(_ point: LRCurve.Point) {
    rates.append(point.learningRate)
    losses.append(point.loss)
    smoothed.append(point.smoothed)
  }

  /// The points that are drawn: the first ten and the last six of a whole sweep say nothing.
  var shown: Range<Int> {
    guard rates.count > 32 else { return rates.indices }
    return 10..<(outcome == nil ? rates.count : rates.count - 6)
  }

  /// The whole curve; nil while it grows.
  var curve: LRCurve? {
    guard let outcome else { return nil }
    let points = rates.indices.map {
      LRCurve.Point(learningRate: rates[$0], loss: losses[$0], smoothed: smoothed[$0])
    }
    return LRCurve(points: points, stoppedEarly: outcome == .exploded)
  }
}

/// A suggested rate.
struct FinderSuggestion: Equatable, Sendable {
  /// The rule that it follows from.
  enum Rule: String, Sendable {
    case valley, steep, minimum

    var meaning: String {
      switch self {
      case .valley: "in the longest descent"
      case .steep: "falls fastest here"
      case .minimum: "lowest loss, lr ÷ 10"
      }
    }
  }

  let rule: Rule
  let rate: Double
}

/// The LR finder's screen.
struct FinderState: Sendable {
  /// Earlier sweeps that stay visible.
  private static let kept = 3

  private(set) var sweep: FinderSweep?
  private(set) var earlier: [FinderSweep] = []
  private(set) var suggestions: [FinderSuggestion] = []
  /// Why the sweep that has ended speaks for no rate.
  private(set) var remark: String?
  /// Why the last requested sweep failed.
  private(set) var failure: String?
  var startRate = 1e-5
  var endRate = 10.0
  var isLinear = false
  var showsRaw = false
  /// Index of a point.
  private(set) var cursor: Int?
  /// The suggestion that the cursor was moved to: its rate lies between points.
  private var chosen: FinderSuggestion?
  var layout = FinderLayout()

  mutating func start(_ new: FinderSweep) {
    if let sweep, sweep.rates.count > 16 { earlier = Array(([sweep] + earlier).prefix(Self.kept)) }
    sweep = new
    suggestions = []
    remark = nil
    failure = nil
    cursor = nil
    chosen = nil
  }

  mutating func add(_ point: LRCurve.Point) { sweep?.add(point) }

  mutating func end(_ outcome: FinderSweep.Outcome, _ suggestions: [FinderSuggestion], remark: String?) {
    self.suggestions = suggestions
    self.remark = remark
    sweep?.outcome = outcome
    if let first = suggestions.first {
      moveCursor(to: first)
    } else {
      cursor = sweep.map { $0.rates.count / 2 }
    }
  }

  mutating func fail(_ reason: String) { failure = reason }

  mutating func forgetEarlier() { earlier = [] }

  mutating func moveCursor(by offset: Int) {
    guard let range = sweep?.shown, !range.isEmpty else { return }
    let start = cursor ?? range.upperBound - 1
    cursor = min(max(start + offset, range.lowerBound), range.upperBound - 1)
    chosen = nil
  }

  /// Moves to the point with the nearest rate on the log axis.
  private mutating func moveCursor(to suggestion: FinderSuggestion) {
    guard let sweep, suggestion.rate > 0 else { return }
    func distance(_ index: Int) -> Double { abs(log(sweep.rates[index] / suggestion.rate)) }
    cursor = sweep.shown.min { distance($0) < distance($1) }
    chosen = suggestion
  }

  /// Moves to the next suggestion above the cursor's rate, cyclically.
  mutating func moveToNextSuggestion() {
    guard !suggestions.isEmpty else { return }
    let ordered = suggestions.sorted { $0.rate < $1.rate }
    let now = cursorRate ?? 0
    moveCursor(to: ordered.first { $0.rate > now * 1.0001 } ?? ordered[0])
  }

  /// The rate of the suggestion or of the point under the cursor.
  var cursorRate: Double? {
    if let chosen { return chosen.rate }
    guard let cursor, let sweep, sweep.rates.indices.contains(cursor) else { return nil }
    return sweep.rates[cursor]
  }
}
