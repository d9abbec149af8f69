/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and good enough for shuffles, crops and initial weights.
///
/// Every use of chance has a generator of its own, made from the run's seed and a purpose. So no state is carried from
/// step to step: the order of epoch 7 follows from (seed, 7) alone.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Another stream for each `seed` and list of `purpose` numbers.
  package init(seed: UInt64, _ purpose: UInt64...) {
    state = seed
    for number in purpose { state = next() ^ (number &* 0xD6E8_FEB8_6659_FD93) }
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in 0 ..< 1, on a grid of 2⁻²⁴.
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }
}
