import CMachine
import Foundation
import Testing

@testable import Kernels

@Suite struct TranscendentalTests {
  /// The largest distance from `exact`, in units of the last place of the exact value's float.
  private func ulps(
    _ range: ClosedRange<Double>, _ f: (Lanes) -> Lanes, _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    let count = 40_000
    for first in stride(from: 0, to: count, by: 16) {
      var x = Lanes.zero
      for lane in 0..<16 {
        let share = Double(first + lane) / Double(count - 1)
        x[lane] = Float(range.lowerBound + share * (range.upperBound - range.lowerBound))
      }
      let y = f(x)
      for lane in 0..<16 {
        let expected = exact(Double(x[lane]))
        let unit = Double(Float(expected).ulp)
        worst = max(worst, abs(Double(y[lane]) - expected) / unit)
      }
    }
    return worst
  }

  @Test func `the exponential is within two units of the last place`() {
    #expect(
      ulps(-86...88) {
        machine_exp($0)
      } _: {
        exp($0)
      } < 2)
    #expect(
      ulps(-1...1) {
        machine_exp($0)
      } _: {
        exp($0)
      } < 2)
  }

  @Test func `the error function is within two units of the last place`() {
    #expect(
      ulps(-4...4) {
        machine_erf($0)
      } _: {
        erf($0)
      } < 2)
    #expect(
      ulps(-1e-3...1e-3) {
        machine_erf($0)
      } _: {
        erf($0)
      } < 2)
    #expect(
      ulps(0.9...0.95) {
        machine_erf($0)
      } _: {
        erf($0)
      } < 2)
  }

  @Test func `ends are zero, one, infinite, or no number`() {
    let ends = Lanes(
      -.infinity, -1000, -120, 0, 1000, .infinity, .nan, -0.0, .leastNonzeroMagnitude, 100, -100, 5, -5, 88.8, -88, 1)
    let e = machine_exp(ends)
    #expect([0, 1, 2].allSatisfy { e[$0] == 0 || e[$0] < 1e-38 })
    #expect(e[3] == 1 && e[4] == .infinity && e[5] == .infinity && e[6].isNaN && e[13] == .infinity)
    let erf = machine_erf(ends)
    #expect(erf[0] == -1 && erf[1] == -1 && erf[4] == 1 && erf[5] == 1 && erf[6].isNaN && erf[3] == 0)
    #expect(machine_gelu(ends)[6].isNaN && machine_silu(ends)[6].isNaN && machine_silu(ends)[1] == 0)
    #expect(machine_gelu(ends)[4] == 1000 && machine_silu_slope(ends)[1] == 0 && machine_gelu_slope(ends)[4] == 1)
  }

  private static let activations: [Activation] = [.relu, .leakyReLU(slope: 0.2), .gelu, .silu]

  private static func value(_ activation: Activation, _ x: Double) -> (y: Double, slope: Double) {
    switch activation {
    case .relu: return (max(x, 0), x > 0 ? 1 : 0)
    case .leakyReLU(let slope): return x > 0 ? (x, 1) : (x * Double(slope), Double(slope))
    case .gelu:
      let share = 0.5 * (1 + erf(x / 2.0.squareRoot()))
      return (x * share, share + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot())
    case .silu:
      let share = 1 / (1 + exp(-x))
      return (x * share, share * (1 + x * (1 - share)))
    }
  }

  @Test(arguments: activations, BatchCase.all)
  func `an activation and its gradient equal the reference`(_ activation: Activation, _ test: BatchCase) {
    let pool = WorkerPool(threads: 2)
    var x = Maps(test.shape, images: test.images, seed: 1)
    x.values = x.values.map { $0 * 6 }
    let dy = Maps(test.shape, images: test.images, seed: 2)
    let (input, y, dx) = (x.inLanes(emptyLanes: 3), x.inLanes(), dy.inLanes())
    activation.forward(input, y, images: test.images, pool)
    activation.backward(input, y, dy: dx, images: test.images, pool)
    let expected = x.values.map { Self.value(activation, $0) }
    #expect(relativeError(Maps(y, images: test.images).values, expected.map(\.y)) < 1e-6)
    let gradients = zip(expected, dy.values).map { $0.slope * $1 }
    #expect(relativeError(Maps(dx, images: test.images).values, gradients) < 1e-6)
    #expect(emptyLanesAreZero(dx, images: test.images))
  }
}
