extension LRSuggestions {
  /// What a suggestion follows.
  package enum Rule: String, Sendable, CaseIterable {
    case byTrial = "by trial"
    case recommended, valley, steep
    case minimum = "min ÷ 10"

    package var meaning: String {
      switch self {
      case .byTrial: "short trainings"
      case .recommended: "before the rise"
      case .valley: "longest descent"
      case .steep: "falls fastest"
      case .minimum: "of lowest loss"
      }
    }
  }

  /// A rate, the rule that it follows, and where on the curve a mark of it stands.
  package struct Named: Sendable, Equatable {
    package let rule: Rule
    package let rate: Double
    package let place: Double
  }

  /// Those that there are, the recommended one first.
  package var named: [Named] {
    func named(_ rule: Rule, _ rate: Double?, at place: Double? = nil) -> Named? {
      rate.map { Named(rule: rule, rate: $0, place: place ?? $0) }
    }
    return [
      named(.byTrial, byTrial), named(.recommended, recommended), named(.valley, valley), named(.steep, steep),
      named(.minimum, minimum, at: lowest),
    ].compactMap(\.self)
  }
}
