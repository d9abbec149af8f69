import Testing

@testable import Kernels

@Suite struct SGDTests {
  /// Weights and what a step over them takes and leaves.
  private struct State {
    let weights: FloatSlice
    let gradients: FloatSlice
    let momentumBuffer: FloatSlice
    let snapshot: FloatSlice

    init(weights: [Double], gradients: [Double], momentumBuffer: [Double]) {
      self.weights = slice(weights)
      self.gradients = slice(gradients)
      self.momentumBuffer = slice(momentumBuffer)
      snapshot = slice([Double](repeating: 9, count: weights.count))
    }

    /// The values in `range` alone.
    init(_ whole: State, _ range: Range<Int>) {
      weights = whole.weights.buffer.slice(range)
      gradients = whole.gradients.buffer.slice(range)
      momentumBuffer = whole.momentumBuffer.buffer.slice(range)
      snapshot = whole.snapshot.buffer.slice(range)
    }

    func take(_ step: SGDStep, _ pool: WorkerPool) {
      sgdStep(
        WeightUpdate(values: weights, gradients: gradients, snapshot: snapshot), momentumBuffer: momentumBuffer, step,
        pool: pool)
    }
  }

  private let pool = WorkerPool(threads: 2)

  @Test func `two steps follow the formula with coupled decay`() {
    let state = State(weights: [1, -2], gradients: [0.5, 0.25], momentumBuffer: [0, 0])
    for _ in 0..<2 { state.take(SGDStep(learningRate: 0.5, momentum: 0.5, weightDecay: 0.25), pool) }
    // Step 1: g' = 0.75, -0.25; buffer the same; w = 0.625, -1.875.
    // Step 2: g' = 0.65625, -0.21875; buffer = 1.03125, -0.34375; w = 0.109375, -1.703125.
    #expect(state.snapshot.values == [0.625, -1.875])
    #expect(state.momentumBuffer.values == [1.03125, -0.34375])
    #expect(state.weights.values == [0.109375, -1.703125])
    #expect(state.gradients.values == [0.5, 0.25])
  }

  @Test(arguments: [1, 15, 2047, 2048, 2049, 16_384, 16_385, 50_001], [false, true])
  func `steps equal the reference`(_ count: Int, nesterov: Bool) {
    var weights = randomValues(count, seed: 1)
    let gradients = randomValues(count, seed: 2)
    var momentumBuffer = randomValues(count, seed: 3)
    let state = State(weights: weights, gradients: gradients, momentumBuffer: momentumBuffer)
    let step = SGDStep(learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: nesterov)
    for _ in 0..<3 {
      let before = state.weights.values
      state.take(step, pool)
      Reference.sgd(&weights, gradients, momentumBuffer: &momentumBuffer, step)
      #expect(state.snapshot.values == before)
    }
    #expect(relativeError(state.weights, weights) < 1e-6)
    #expect(relativeError(state.momentumBuffer, momentumBuffer) < 1e-6)
  }

  @Test(arguments: [15, 50_001]) func `one, two and three threads give the same bits`(_ count: Int) {
    func results(threads: Int) -> [[UInt32]] {
      let state = State(
        weights: randomValues(count, seed: 1), gradients: randomValues(count, seed: 2),
        momentumBuffer: randomValues(count, seed: 3))
      state.take(SGDStep(learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4), WorkerPool(threads: threads))
      return [bits(state.weights), bits(state.momentumBuffer), bits(state.snapshot)]
    }
    let expected = results(threads: 1)
    #expect(results(threads: 2) == expected)
    #expect(results(threads: 3) == expected)
  }

  @Test func `only the given part moves`() {
    let state = State(weights: [1, 1, 1, 1], gradients: [1, 1, 1, 1], momentumBuffer: [0, 0, 0, 0])
    State(state, 1..<3).take(SGDStep(learningRate: 1, momentum: 0, weightDecay: 0), pool)
    #expect(state.weights.values == [1, 0, 0, 1])
    #expect(state.momentumBuffer.values == [0, 1, 1, 0])
  }
}
