import Testing

@testable import Kernels

@Suite struct MinimalFilterTests {
  @Test func `the products make the sums of a filter of three taps`() {
    check(FourOutputs.self)
    check(TwoOutputs.self)
    check(TwoOfTwo.self)
  }

  @Test func `the same products make the filter's gradient`() {
    checkGradient(FourOutputs.self)
    checkGradient(TwoOutputs.self)
    checkGradient(TwoOfTwo.self)
  }

  private func check<F: MinimalFilter>(_ filter: F.Type) {
    let d = values(F.inputs, seed: 1)
    let g = values(3, seed: 2)
    let products = zip(
      transformed(F.products) { F.input({ d[$0] }, $0) }, transformed(F.products) { F.weights({ g[$0] }, $0) }
    )
    .map { $0 * $1 }
    let y = transformed(F.outputs) { F.output({ products[$0] }, $0) }
    for output in 0..<F.outputs {
      let expected = (0..<3).reduce(Lanes.zero) { $0 + g[$1] * value(d, output + $1 - 1 - F.offset) }
      #expect(isNear(y[output], expected))
    }
  }

  private func checkGradient<F: MinimalFilter>(_ filter: F.Type) {
    let d = values(F.inputs, seed: 3)
    let dy = values(F.outputs, seed: 4)
    let products = zip(
      transformed(F.products) { F.input({ d[$0] }, $0) }, transformed(F.products) { F.outputGradient({ dy[$0] }, $0) }
    ).map { $0 * $1 }
    let dg = transformed(3) { F.weightGradient({ products[$0] }, $0) }
    for tap in 0..<3 {
      let expected = (0..<F.outputs).reduce(Lanes.zero) { $0 + dy[$1] * value(d, $1 + tap - 1 - F.offset) }
      #expect(isNear(dg[tap], expected))
    }
  }

  /// What a transform puts out.
  private func transformed(_ count: Int, _ transform: ((Int, Lanes) -> Void) -> Void) -> [Lanes] {
    var result = [Lanes](repeating: .zero, count: count)
    transform { result[$0] = $1 }
    return result
  }

  /// A patch's input; beyond it there is the padding.
  private func value(_ d: [Lanes], _ index: Int) -> Lanes { d.indices.contains(index) ? d[index] : .zero }

  private func values(_ count: Int, seed: UInt64) -> [Lanes] {
    randomValues(count * 16, seed: seed).chunked(16).map { Lanes($0.map(Float.init)) }
  }

  private func isNear(_ a: Lanes, _ b: Lanes) -> Bool {
    let difference = a - b
    return (0..<16).allSatisfy { abs(difference[$0]) < 5e-6 }
  }
}

extension [Double] {
  fileprivate func chunked(_ count: Int) -> [[Double]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<$0 + count]) }
  }
}
