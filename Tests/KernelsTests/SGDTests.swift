import Testing

@testable import Kernels

@Suite struct SGDTests {
  private func buffer(_ values: [Float]) -> FloatBuffer {
    let buffer = FloatBuffer(count: values.count)
    buffer.all.values = values
    return buffer
  }

  @Test func twoStepsFollowTheFormulaWithCoupledDecay() {
    let pool = WorkerPool(threads: 1)
    let w = buffer([1, -2])
    let g = buffer([0.5, 0.25])
    let momentum = buffer([0, 0])
    let old = buffer([0, 0])
    let step = SGDStep(learningRate: 0.5, momentum: 0.5, weightDecay: 0.25)
    for _ in 0..<2 {
      sgdStep(
        WeightUpdate(values: w.all, gradients: g.all, snapshot: old.all), momentumBuffer: momentum.all, step, pool: pool
      )
    }
    // Step 1: g' = 0.75, -0.25; buffer the same; w = 0.625, -1.875.
    // Step 2: g' = 0.65625, -0.21875; buffer = 1.03125, -0.34375; w = 0.109375, -1.703125.
    #expect(old.all.values == [0.625, -1.875])
    #expect(momentum.all.values == [1.03125, -0.34375])
    #expect(w.all.values == [0.109375, -1.703125])
    #expect(g.all.values == [0.5, 0.25])
  }

  @Test func theNumberOfThreadsChangesNoBit() {
    var generator = SeededGenerator(seed: 3)
    let count = 50_001
    let start = (0..<count).map { _ in generator.unit() - 0.5 }
    let gradient = (0..<count).map { _ in generator.unit() - 0.5 }
    let results = [1, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let w = buffer(start)
      let momentum = buffer(start)
      let old = FloatBuffer(count: count)
      sgdStep(
        WeightUpdate(values: w.all, gradients: buffer(gradient).all, snapshot: old.all),
        momentumBuffer: momentum.all, SGDStep(learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4), pool: pool)
      #expect(old.all.values == start)
      return w.all.values + momentum.all.values
    }
    #expect(results[0] == results[1])
  }

  @Test func onlyTheGivenPartMoves() {
    let pool = WorkerPool(threads: 1)
    let w = buffer([1, 1, 1, 1])
    let g = buffer([1, 1, 1, 1])
    let momentum = FloatBuffer(count: 4)
    let old = FloatBuffer(count: 4)
    sgdStep(
      WeightUpdate(values: w.slice(1..<3), gradients: g.slice(1..<3), snapshot: old.slice(1..<3)),
      momentumBuffer: momentum.slice(1..<3), SGDStep(learningRate: 1, momentum: 0, weightDecay: 0), pool: pool)
    #expect(w.all.values == [1, 0, 0, 1])
  }
}
