import Screen

extension Figures {
  /// Four decimals, as in the lesson, or an exponent if they would not fit.
  static func loss(_ value: Double?, width: Int = 9) -> String { value.map { fixed($0, 4, width: width) } ?? missing }

  /// A learning rate: 3.21e-2.
  package static func rate(_ value: Double) -> String { value == 0 ? "0" : exponential(value) }
}
