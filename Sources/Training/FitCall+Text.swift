import Foundation

extension FitCall {
  /// In the grammar of `--fit`, with the rate as people write it, to the last digit: `1e-1, 4, cycle_len=1`.
  package var shortText: String {
    let parts = description.split(separator: ",", maxSplits: 1)
    return learningRate.exactRate + (parts.count > 1 ? "," + parts[1] : "")
  }
}

extension Double {
  /// As people write rates, with as many digits as read back to the same bits: 4.63333e-3.
  package var exactRate: String {
    guard let text = (0...16).lazy.map({ String(format: "%.\($0)e", self) }).first(where: { Double($0) == self }) else {
      return "\(self)"
    }
    let parts = text.split(separator: "e")
    return "\(parts[0])e\(Int(parts[1]) ?? 0)"
  }
}
