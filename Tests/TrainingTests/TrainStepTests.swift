import Kernels
import Networks
import Testing

@testable import Training

@Suite struct TrainStepTests {
  private func batch() -> LaneBatch {
    let batch = LaneBatch(MapShape(3, 16, 16), capacity: 32)
    var generator = SeededGenerator(seed: 3)
    for image in 0..<32 { batch.images.setImage(image, (0..<768).map { _ in generator.unit() }) }
    batch.setLabels((0..<32).map { UInt8($0 % 4) })
    return batch
  }

  @Test func `the loss alone moves no weight, and a step can be taken back once`() throws {
    let network = try TinyData.network()
    let step = TrainStep(network, OptimizerSettings())
    let first = network.values.all.values
    let batch = batch()
    step.takeBack()
    let loss = step.loss(batch, step: 0)
    #expect(loss.isFinite && network.values.all.values == first)
    step.learn(batch, StepRates(constant: 0.1))
    let second = network.values.all.values
    #expect(second != first)
    step.learn(batch, StepRates(constant: 0.1))
    step.takeBack()
    #expect(network.values.all.values == second)
    step.takeBack()
    #expect(network.values.all.values == second)
  }

  @Test func `what a forward pass did to the buffers is taken back with the step`() throws {
    let network = try TinyData.network()
    let step = TrainStep(network, OptimizerSettings())
    let first = network.buffers.all.values
    _ = step.loss(batch(), step: 0)
    let second = network.buffers.all.values
    #expect(second != first)
    step.takeBack()
    #expect(network.buffers.all.values == first)
    _ = step.loss(batch(), step: 0)
    step.learn(batch(), StepRates(constant: 0.1))
    _ = step.loss(batch(), step: 1)
    #expect(network.buffers.all.values != second)
    step.takeBack()
    #expect(network.buffers.all.values == second)
  }

  @Test func `where the schedule moves no momentum the optimiser's own holds`() throws {
    // A cycle that moves nothing but names a momentum.
    func rates(_ momentum: Double?) -> StepRates {
      let momenta = momentum.map { FitCall.Momenta(high: $0, low: $0) }
      let shape = FitCall.CycleShape.triangular(divisor: 1, cut: 1, momenta: momenta)
      return StepRates(Schedule(FitCall(0.1, 1, shape: shape, weightDecay: 1e-3), batches: 3), at: 0)
    }
    func weights(_ settings: OptimizerSettings, momentum: Double?) throws -> [Float] {
      let network = try TinyData.network()
      let step = TrainStep(network, settings)
      let batch = batch()
      for number in 0..<3 {
        _ = step.loss(batch, step: number)
        step.learn(batch, rates(momentum))
      }
      return network.values.all.values
    }
    var settings = OptimizerSettings()
    settings.sgd.momentum = 0.5
    #expect(try weights(settings, momentum: nil) == weights(OptimizerSettings(), momentum: 0.5))
    #expect(try weights(settings, momentum: nil) != weights(OptimizerSettings(), momentum: nil))
  }

  @Test func `the optimiser counts its steps since its reset, which a new fit call is`() throws {
    let learner = try TinyData.learner("0.05, 1", "0.05, 1, cycle_len=2")
    var counts: [Int] = []
    learner.run { event in
      let state = learner.state
      #expect(state.optimizer.stepsSinceReset == state.progress.stepsSinceReset)
      if case .stepEnded = event { counts.append(state.optimizer.stepsSinceReset) }
    }
    #expect(counts == [1, 2, 3, 1, 2, 3, 4, 5, 6])
    #expect(learner.state.optimizer.slots["momentum"]?.contains { $0 != 0 } == false)
  }

  @Test(arguments: OptimizerKind.allCases) func `an optimiser says what memory its slots take`(kind: OptimizerKind)
    throws
  {
    var settings = OptimizerSettings()
    settings.kind = kind
    let network = try TinyData.network()
    let optimizer = kind.type.init(settings, for: network)
    #expect(optimizer.slots.count == kind.type.slotNames.count)
    #expect(kind.type.bytes(weights: network.values.count) == optimizer.slots.reduce(0) { $0 + 4 * $1.count })
  }
}
