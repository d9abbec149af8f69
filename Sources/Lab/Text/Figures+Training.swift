import Screen
import Training

extension Figures {
  /// Four decimals, as in the lesson, or an exponent if they would not fit.
  static func loss(_ value: Double?, width: Int = 9) -> String { value.map { fixed($0, 4, width: width) } ?? missing }

  /// A learning rate: 3.21e-2.
  package static func rate(_ value: Double) -> String { value == 0 ? "0" : exponential(value) }

  /// A rate with as many digits as read back to the same bits: 4.63333e-3.
  static func exactRate(_ value: Double) -> String {
    (2...15).lazy.map { exponential(value, decimals: $0) }.first { Double($0) == value } ?? "\(value)"
  }
}

extension FitCall {
  /// In the grammar of `--fit`, with the rate as people write it, to the last digit: `1e-1, 4, cycle_len=1`.
  package var shortText: String {
    let parts = description.split(separator: ",", maxSplits: 1)
    return Figures.exactRate(learningRate) + (parts.count > 1 ? "," + parts[1] : "")
  }
}
