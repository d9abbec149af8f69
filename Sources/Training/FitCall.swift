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
    /// `linear`: from the rate down to `end` times it, over the whole call.
    case linear(end: Double)
    /// `triangle`: from `start` times the rate up to it over the first `share` of the call, then down to `end` times it.
    case triangle(share: Double, start: Double, end: Double)
    /// `one_cycle`: PyTorch's OneCycleLR over the whole call: from lr/`divisor` up over the first `share`, then down to
    /// lr/`divisor`/`finalDivisor`, each half a cosine wave or a line.
    case annealed(share: Double, divisor: Double, finalDivisor: Double, isLinear: Bool = false)

    /// Whether it is one arc over all epochs of the call, which then has no cycles.
    package var spansCall: Bool {
      switch self {
      case .cosine, .triangular, .oneCycle: false
      case .linear, .triangle, .annealed: true
      }
    }
  }

  /// When some weights stop learning before the call is over.
  package struct Stop: Sendable, Hashable {
    /// A kind of weights, or the name of a layer.
    package let group: String
    /// Counted in epochs of the call.
    package let epoch: Int

    package init(_ group: String, epoch: Int) {
      self.group = group
      self.epoch = epoch
    }
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
  /// The shape of each cycle, or of the whole call; cosines need a length.
  package var shape: CycleShape
  package var weightDecay: Double
  /// Names of the layers that stay as they are during the call, besides those that the network freezes.
  package var frozen: [String]
  /// Step s of the first ones has (s + 1)/`warmup` of its rate.
  package var warmup = 0
  package var stops: [Stop] = []

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
    case .linear(let end): parts.append("linear=\(end)")
    case .triangle(let share, let start, let end): parts.append("triangle=" + fields([share, start, end], nil))
    case .annealed(let share, let divisor, let finalDivisor, let isLinear):
      parts.append("one_cycle=" + fields([share, divisor, finalDivisor], nil) + (isLinear ? "/linear" : ""))
    }
    if warmup != 0 { parts.append("warmup=\(warmup)") }
    parts += stops.map { "stop.\($0.group)=\($0.epoch)" }
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
