import Screen

extension Figures {
  /// Four decimals, as the lesson prints its losses; in short, with an exponent, where those need more columns.
  static func loss(_ value: Double?, width: Int = 9) -> String { value.map { fixed($0, 4, width: width) } ?? missing }

  /// A learning rate: 3.21e-2.
  static func rate(_ value: Double) -> String { value == 0 ? "0" : exponential(value) }
}
