import Networks
import Testing

@testable import Training

/// Fit calls that freeze layers.
@Suite struct FreezingTests {
  private static let calls = ["0.05, 2, freeze=conv1+layers.0", "0.05, 1, freeze=layers", "0.05, 2"]

  private func learner() throws -> Learner { try TinyData.learner(Self.calls[0], Self.calls[1], Self.calls[2]) }

  private func values(_ network: Network, _ layer: String) -> [Float] {
    network.parameters.filter { [layer].nameLayer($0.name) }.flatMap { network.values.slice($0.range).values }
      + network.namedBuffers.filter { [layer].nameLayer($0.name) }.flatMap { network.buffers.slice($0.range).values }
  }

  @Test func `a layer moves in the calls that do not freeze it, its statistics too`() throws {
    let learner = try learner()
    let names = ["conv1", "layers.0", "layers.1", "out"]
    var before = names.map { values(learner.network, $0) }
    var moved: [[String]] = []
    learner.run {
      guard case .epochEnded(let epoch) = $0, [1, 2, 4].contains(epoch.epoch) else { return }
      let now = names.map { values(learner.network, $0) }
      moved.append(names.indices.filter { now[$0] != before[$0] }.map { names[$0] })
      before = now
    }
    // The statistics of a layer that has not seen a batch are those of the first.
    #expect(moved == [["layers.0", "layers.1", "out"], ["conv1", "out"], names])
    #expect(learner.network.trainableRanges == [0..<learner.network.values.count])
  }

  @Test func `a layer's weights stay while its bias learns`() throws {
    let learner = try TinyData.learner("0.05, 2", options: NetworkOptions(frozen: ["conv1.weight"]))
    let network = learner.network
    let before = network.values.all.values
    learner.run()
    for parameter in network.parameters {
      let moved = network.values.slice(parameter.range).values != Array(before[parameter.range])
      #expect(moved == (parameter.name != "conv1.weight"), "\(parameter.name)")
    }
  }

  @Test(arguments: [1, 5, 6, 7, 9, 14]) func `a run goes on from any step bit for bit`(_ step: Int) throws {
    let whole = try learner()
    whole.run()
    let stopped = try learner()
    let control = TrainingControl()
    stopped.run(control) {
      if case .stepEnded(let record) = $0, record.step == step { control.request = .stop }
    }
    let resumed = try learner()
    let checkpoint = try Checkpoint(
      bytes: Checkpoint(stopped.state).bytes(for: stopped.network), for: resumed.network)
    try resumed.restore(checkpoint.state)
    #expect(resumed.run() == .completed)
    #expect(resumed.network.weights == whole.network.weights)
    #expect(resumed.state.optimizer == whole.state.optimizer)
  }

  @Test func `an update that is taken back after another freeze leaves the layers that it did not move`() throws {
    let network = try TinyData.network()
    let learner = try TinyData.learner("0.05, 1", network: network)
    let batch = learner.fillFirstBatch()
    let step = TrainStep(network, OptimizerSettings())
    step.freeze(["layers"])
    let before = network.values.all.values
    _ = step.loss(batch, step: 0)
    step.learn(batch, StepRates(constant: 0.1))
    #expect(network.values.all.values != before)
    step.freeze(["conv1"])
    step.takeBack()
    #expect(network.values.all.values == before)
  }

  @Test func `a frozen call leaves the optimiser's state of its layers alone`() throws {
    let learner = try TinyData.learner("0.05, 1, freeze=layers")
    learner.run(stopping: 2)
    let momentum = try #require(learner.state.optimizer.slots["momentum"])
    for parameter in learner.network.parameters {
      let isStill = momentum[parameter.range].allSatisfy { $0 == 0 }
      #expect(isStill == parameter.name.hasPrefix("layers"), "\(parameter.name)")
    }
  }

  @Test func `the finder sweeps with what the first call freezes, and then freezes nothing`() throws {
    let learner = try learner()
    let finder = LRFinder(network: learner.network, data: learner.data, learner: learner.options)
    let control = TrainingControl()
    let before = values(learner.network, "layers.1")
    let (frozen, others) = (values(learner.network, "conv1"), before)
    var seen = 0
    _ = finder.run(control) { _ in
      seen += 1
      guard seen == 3 else { return }
      #expect(values(learner.network, "conv1") == frozen && values(learner.network, "layers.1") != others)
      control.request = .stop
    }
    #expect(seen == 3 && learner.network.trainableRanges == [0..<learner.network.values.count])
  }
}

extension Learner {
  /// Trains until that step is taken.
  fileprivate func run(stopping step: Int) {
    let control = TrainingControl()
    run(control) {
      if case .stepEnded(let record) = $0, record.step == step - 1 { control.request = .stop }
    }
  }
}
