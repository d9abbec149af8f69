/// A minimal filtering algorithm (Winograd 1980; Lavin, Gray 2015) along one axis, for a filter of three taps with
/// stride 1 and padding 1: y = Aᵀ[(G g) ⊙ (Bᵀ d)].
///
/// The same products give the filter's gradient: dg = Gᵀ[(Bᵀ d) ⊙ (A dy)]. All transforms act on whole vectors.
protocol MinimalFilter {
  /// Inputs of one patch, its outputs, and the products between them.
  static var inputs: Int { get }
  static var outputs: Int { get }
  static var products: Int { get }
  /// The position of a patch's first input, counted from its first output.
  static var offset: Int { get }

  /// Bᵀ d.
  static func input(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// Aᵀ m.
  static func output(_ m: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// A dy.
  static func outputGradient(_ dy: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// G g.
  static func weights(_ g: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
  /// Gᵀ s.
  static func weightGradient(_ s: (Int) -> Lanes, _ put: (Int, Lanes) -> Void)
}

/// F(4, 3): six products for four outputs, where the direct sum takes twelve.
///
/// It interpolates at 0, 1, −1, 2, −½ and ∞: with −2 in place of −½ the error is half as large again.
enum FourOutputs: MinimalFilter {
  static let inputs = 6
  static let outputs = 4
  static let products = 6
  static let offset = -1

  @inline(__always)
  static func input(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d1, d2, d3, d4) = (d(1), d(2), d(3), d(4))
    let even = d4 - d2
    let odd = d3 - d1
    // The inputs filtered by (t − 2)(t + ½), the factor that the first, second, third and last row have in common.
    let first = plus(d2 - d(0), -1.5, d1)
    let second = plus(odd, -1.5, d2)
    let third = plus(even, -1.5, d3)
    let last = plus(d(5) - d3, -1.5, d4)
    put(0, third - first)
    put(1, third + second)
    put(2, third - second)
    put(3, plus(even, 0.5, odd))
    put(4, plus(even, -2, odd))
    put(5, last - second)
  }

  @inline(__always)
  static func output(_ m: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (m3, m4) = (m(3), m(4))
    let sum = m(1) + m(2)
    let difference = m(1) - m(2)
    put(0, m(0) + sum + (m3 + m4))
    put(1, plus(plus(difference, 2, m3), -0.5, m4))
    put(2, plus(plus(sum, 4, m3), 0.25, m4))
    put(3, plus(plus(difference, 8, m3), -0.125, m4) + m(5))
  }

  @inline(__always)
  static func outputGradient(_ dy: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d0, d1, d2, d3) = (dy(0), dy(1), dy(2), dy(3))
    put(0, d0)
    put(1, (d0 + d2) + (d1 + d3))
    put(2, (d0 + d2) - (d1 + d3))
    put(3, plus(plus(d0, 4, d2), 2, plus(d1, 4, d3)))
    put(4, plus(plus(d0, 0.25, d2), -0.5, plus(d1, 0.25, d3)))
    put(5, d3)
  }

  @inline(__always)
  static func weights(_ g: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (g0, g1, g2) = (g(0), g(1), g(2))
    put(0, g0)
    put(1, (g0 + g2 + g1) * (-1 / 3))
    put(2, (g0 + g2 - g1) * (1 / 3))
    put(3, plus(plus(g0, 2, g1), 4, g2) * (1 / 15))
    put(4, plus(plus(g0, -0.5, g1), 0.25, g2) * (-16 / 15))
    put(5, g2)
  }

  @inline(__always)
  static func weightGradient(_ s: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (s1, s2) = (s(1), s(2))
    let third = s(3) * (1 / 15)
    let fourth = s(4) * (-16 / 15)
    let even = (s2 - s1) * (1 / 3)
    put(0, s(0) + even + (third + fourth))
    put(1, plus(plus((s1 + s2) * (-1 / 3), 2, third), -0.5, fourth))
    put(2, plus(plus(even, 4, third), 0.25, fourth) + s(5))
  }
}

/// F(2, 3): four products for two outputs, where the direct sum takes six. It interpolates at 0, 1, −1 and ∞.
enum TwoOutputs: MinimalFilter {
  static let inputs = 4
  static let outputs = 2
  static let products = 4
  static let offset = -1

  @inline(__always)
  static func input(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d1, d2) = (d(1), d(2))
    put(0, d(0) - d2)
    put(1, d1 + d2)
    put(2, d2 - d1)
    put(3, d1 - d(3))
  }

  @inline(__always)
  static func output(_ m: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (m1, m2) = (m(1), m(2))
    put(0, m(0) + m1 + m2)
    put(1, m1 - m2 - m(3))
  }

  @inline(__always)
  static func outputGradient(_ dy: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d0, d1) = (dy(0), dy(1))
    put(0, d0)
    put(1, d0 + d1)
    put(2, d0 - d1)
    put(3, -d1)
  }

  @inline(__always)
  static func weights(_ g: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (g0, g1, g2) = (g(0), g(1), g(2))
    put(0, g0)
    put(1, (g0 + g2 + g1) * 0.5)
    put(2, (g0 + g2 - g1) * 0.5)
    put(3, g2)
  }

  @inline(__always)
  static func weightGradient(_ s: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let even = (s(1) + s(2)) * 0.5
    put(0, s(0) + even)
    put(1, (s(1) - s(2)) * 0.5)
    put(2, even + s(3))
  }
}

/// Two outputs of two inputs, beyond which there is nothing but padding: three products, where the direct sum takes
/// four (Karatsuba's, transposed).
enum TwoOfTwo: MinimalFilter {
  static let inputs = 2
  static let outputs = 2
  static let products = 3
  static let offset = 0

  @inline(__always)
  static func input(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    put(0, d(0))
    put(1, d(0) + d(1))
    put(2, d(1))
  }

  @inline(__always)
  static func output(_ m: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    put(0, m(1) + m(2))
    put(1, m(1) + m(0))
  }

  @inline(__always)
  static func outputGradient(_ dy: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    put(0, dy(1))
    put(1, dy(0) + dy(1))
    put(2, dy(0))
  }

  @inline(__always)
  static func weights(_ g: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    put(0, g(0) - g(1))
    put(1, g(1))
    put(2, g(2) - g(1))
  }

  @inline(__always)
  static func weightGradient(_ s: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    put(0, s(0))
    put(1, s(1) - s(0) - s(2))
    put(2, s(2))
  }
}

/// a + factor·b.
@inline(__always)
private func plus(_ a: Lanes, _ factor: Float, _ b: Lanes) -> Lanes { multiplyAdd(b, Lanes(repeating: factor), a) }
