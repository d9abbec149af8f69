import Experiments
import Training

/// What a sweep of the learning rate is to do.
struct FinderRequest: Equatable, Sendable {
  let recipe: Recipe
  let startRate: Double
  let endRate: Double
  let isLinear: Bool
}

/// One sweep: the losses over the rates, as far as it has come.
struct FinderSweep: Equatable, Sendable {
  let title: String
  var rates: [Double] = []
  var losses: [Double] = []
  var smoothed: [Double] = []
}

/// A rate worth taking, by the name of its rule.
struct FinderSuggestion: Equatable, Sendable {
  let name: String
  let rate: Double
}

/// What a sweep's thread tells.
enum FinderEvent: Sendable {
  case started(title: String, steps: Int)
  case point(rate: Double, loss: Double, smoothed: Double)
  case ended([FinderSuggestion], stoppedEarly: Bool)
  case failed(String)
}

/// The LR finder's screen.
struct FinderState: Equatable, Sendable {
  enum Phase: Equatable, Sendable {
    case idle, running, done(stoppedEarly: Bool)
    case failed(String)
  }
  /// Earlier sweeps that stay on the screen.
  private static let kept = 3

  private(set) var phase = Phase.idle
  private(set) var sweep: FinderSweep?
  private(set) var earlier: [FinderSweep] = []
  private(set) var suggestions: [FinderSuggestion] = []
  private(set) var steps = 0
  var startRate = 1e-5
  var endRate = 10.0
  var isLinear = false
  var showsRaw = false
  /// Index into the sweep's points.
  private(set) var cursor: Int?

  mutating func take(_ event: FinderEvent) {
    switch event {
    case .started(let title, let steps):
      if let sweep, sweep.rates.count > 16 { earlier = Array(([sweep] + earlier).prefix(Self.kept)) }
      sweep = FinderSweep(title: title)
      suggestions = []
      cursor = nil
      self.steps = steps
      phase = .running
    case .point(let rate, let loss, let smoothed):
      sweep?.rates.append(rate)
      sweep?.losses.append(loss)
      sweep?.smoothed.append(smoothed)
    case .ended(let suggestions, let stoppedEarly):
      self.suggestions = suggestions
      phase = .done(stoppedEarly: stoppedEarly)
      if let first = suggestions.first {
        moveCursor(toRate: first.rate)
      } else {
        cursor = sweep.map { $0.rates.count / 2 }
      }
    case .failed(let reason):
      phase = .failed(reason)
    }
  }

  mutating func forgetEarlier() { earlier = [] }

  /// The points that are drawn: the first ten and the last six of a whole sweep say nothing.
  var shown: Range<Int> { Self.shown(sweep, isWhole: phase != .running) }

  static func shown(_ sweep: FinderSweep?, isWhole: Bool) -> Range<Int> {
    let count = sweep?.rates.count ?? 0
    guard count > 32 else { return 0..<count }
    return 10..<(isWhole ? count - 6 : count)
  }

  mutating func moveCursor(by offset: Int) {
    let range = shown
    guard !range.isEmpty else { return }
    let start = cursor ?? range.upperBound - 1
    cursor = min(max(start + offset, range.lowerBound), range.upperBound - 1)
  }

  /// To the point whose rate is nearest, on the log axis.
  mutating func moveCursor(toRate rate: Double) {
    guard let rates = sweep?.rates, rate > 0 else { return }
    cursor = shown.min { abs(log(rates[$0] / rate)) < abs(log(rates[$1] / rate)) }
  }

  /// To the next suggestion above the cursor's rate, from the last to the first again.
  mutating func moveToNextSuggestion() {
    guard !suggestions.isEmpty else { return }
    let ordered = suggestions.sorted { $0.rate < $1.rate }
    let now = cursorRate ?? 0
    moveCursor(toRate: (ordered.first { $0.rate > now * 1.0001 } ?? ordered[0]).rate)
  }

  /// The rate under the cursor: a suggestion's own where one is nearest to that point.
  var cursorRate: Double? {
    guard let cursor, let sweep, sweep.rates.indices.contains(cursor) else { return nil }
    return sweep.rates[cursor]
  }

  private func log(_ value: Double) -> Double { Figures.log10(value) }
}
