import Foundation

/// One call of `fit`: how many epochs or cycles, and how the learning rate moves through them.
package struct FitCall: Sendable, Hashable {
  /// How the learning rate moves through one cycle.
  package enum CycleShape: Sendable, Hashable {
    /// Half a cosine wave from the rate down to almost 0 (SGDR, Loshchilov and Hutter 2016).
    case cosine
    /// `use_clr`: up from lr/`divisor` over the first 1/`cut` of the cycle, then down again.
    case triangular(divisor: Double, cut: Double, momenta: Momenta? = nil)
    /// `use_clr_beta`: up from lr/`divisor` and down again; over the last `percent` of the cycle down to a hundredth of
    /// lr/`divisor`.
    case oneCycle(divisor: Double, percent: Double, momenta: Momenta? = nil)
  }

  /// The momentum at the cycle's lowest rate and at its highest.
  package struct Momenta: Sendable, Hashable {
    package var high: Double
    package var low: Double

    /// `high` at the low rates, `low` at the high ones.
    package init(high: Double, low: Double) {
      self.high = high
      self.low = low
    }
  }

  package var learningRate: Double
  /// Epochs, or cycles where `cycleLength` is given.
  package var count: Int
  /// Epochs in the first cycle; nil: a constant rate.
  package var cycleLength: Int?
  /// Length of each cosine cycle relative to the one before.
  package var cycleMultiplier: Int
  /// The shape of each cycle; ignored at a constant rate.
  package var shape: CycleShape
  package var weightDecay: Double
  /// Names of the layers that stay as they are during the call, besides those that the network freezes.
  package var frozen: [String]

  /// `fit(lr, n, cycle_len, cycle_mult, wds)`.
  package init(
    _ learningRate: Double, _ count: Int, cycleLength: Int? = nil, cycleMultiplier: Int = 1,
    shape: CycleShape = .cosine, weightDecay: Double = 0, frozen: [String] = []
  ) {
    self.learningRate = learningRate
    self.count = count
    self.cycleLength = cycleLength
    self.cycleMultiplier = cycleMultiplier
    self.shape = shape
    self.weightDecay = weightDecay
    self.frozen = frozen
  }

  /// Epochs of the whole call: n, or the sum of the cycles' L, L·M, L·M², …
  package var epochs: Int {
    guard let cycleLength else { return count }
    var sum = 0
    var length = cycleLength
    for _ in 0..<count {
      sum += length
      length *= cycleMultiplier
    }
    return sum
  }
}

extension Collection<FitCall> {
  /// The rate by which a run is listed and compared.
  package var highestRate: Double? { map(\.learningRate).max() }

  /// The same calls with `rate` as their highest rate; the ratios between them stay, to six digits.
  package func scaled(toHighest rate: Double) -> [FitCall] {
    guard let highest = highestRate else { return [] }
    return map { call in
      var call = call
      call.learningRate =
        call.learningRate == highest ? rate : (call.learningRate / highest * rate).rounded(toDigits: 6)
      return call
    }
  }
}

extension Double {
  /// The number that these significant digits say.
  package func rounded(toDigits digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    return Double(String(format: "%.\(digits - 1)e", self)) ?? self
  }
}

extension FitCall: CustomStringConvertible {
  /// In the grammar of `--fit`; parses back to an equal call.
  package var description: String {
    var parts = ["\(learningRate)", "\(count)"]
    if let cycleLength { parts.append("cycle_len=\(cycleLength)") }
    if cycleMultiplier != 1 { parts.append("cycle_mult=\(cycleMultiplier)") }
    func fields(_ numbers: [Double], _ momenta: Momenta?) -> String {
      (numbers + (momenta.map { [$0.high, $0.low] } ?? [])).map { "\($0)" }.joined(separator: "/")
    }
    switch shape {
    case .cosine: break
    case .triangular(let divisor, let cut, let momenta):
      parts.append("use_clr=" + fields([divisor, cut], momenta))
    case .oneCycle(let divisor, let percent, let momenta):
      parts.append("use_clr_beta=" + fields([divisor, percent], momenta))
    }
    if weightDecay != 0 { parts.append("wds=\(weightDecay)") }
    if !frozen.isEmpty { parts.append("freeze=" + frozen.joined(separator: "+")) }
    return parts.joined(separator: ", ")
  }
}

extension FitCall: Codable {
  /// From its text, with the command line's checks.
  package init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
