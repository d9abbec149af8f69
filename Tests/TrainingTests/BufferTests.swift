import Kernels
import Testing

@testable import Networks
@testable import Training

/// What layers keep without learning it, in files and copies.
@Suite struct BufferTests {
  /// A BnLayer in a block, and a layer that counts its batches in a buffer without a flag.
  private func network(seed: UInt64 = 7) throws -> Network {
    let layers = [
      NamedLayer("stem", Conv2d(5, kernel: 3, stride: 1, padding: 1, relu: true)),
      NamedLayer("block", Residual([NamedLayer("f", BnLayer(5, stride: 1))])), NamedLayer("keep", Keeping()),
      NamedLayer("out", Linear(4)),
    ]
    return try TinyData.network(TestArchitecture(list: layers), widths: [1], seed: seed)
  }

  @Test func buffersWithoutAFlagAreWrittenFromTheStartAndThoseWithOneOnceTheyHoldSomething() throws {
    let network = try network()
    func names() -> [String] {
      network.weights.tensors.map(\.name).filter { !$0.hasSuffix("weight") && !$0.hasSuffix("bias") }
    }
    #expect(names() == ["block.f.a", "block.f.m", "keep.running_mean", "keep.running_var"])
    #expect(network.weights["keep.running_var"]?.values == [1, 1, 1, 1, 1])
    try TinyData.learner("0.05, 1", network: network).run()
    #expect(
      names() == ["block.f.a", "block.f.m", "block.f.means", "block.f.stds", "keep.running_mean", "keep.running_var"])
  }

  @Test func aFileGivesThemBackOrNeedsThemForAnEvaluation() throws {
    let trained = try network()
    try TinyData.learner("0.05, 1", network: trained).run()
    let other = try network(seed: 8)
    let whole = trained.weights(trained.state, withBothStatistics: true)
    try other.load(Safetensors(bytes: whole.bytes), needsStatistics: true)
    #expect(other.buffers.all.values == trained.buffers.all.values)
    #expect(other.namedBuffers.first { $0.name == "block.f.seen" }.map { other.buffers[$0.range.lowerBound] } == 1)

    var file = trained.weights
    file.tensors.removeAll { ["keep.running_mean", "keep.running_var", "block.f.means"].contains($0.name) }
    let error = #expect(throws: WeightsError.self) { try other.load(file, needsStatistics: true) }
    #expect(error?.missing == ["block.f.means", "keep.running_mean", "keep.running_var"])
    // A layer's buffers belong together.
    #expect(throws: WeightsError(missing: ["block.f.means"])) { try other.load(file, needsStatistics: false) }
    file.tensors.removeAll { $0.name == "block.f.stds" }
    try other.load(file, needsStatistics: false)
    #expect(other.buffers.all.values == (try network()).buffers.all.values)
  }

  @Test func aCheckpointAndACopyOfGoodWeightsBringThemBack() throws {
    let network = try network()
    let learner = try TinyData.learner("0.05, 2", network: network)
    let good = WeightsCopy(of: network)
    let first = network.buffers.all.values
    learner.run()
    let state = learner.state
    #expect(state.buffers == network.buffers.all.values && state.buffers != first)
    let read = try Checkpoint(bytes: Checkpoint(state).bytes(for: network), for: network).state
    #expect(read == state)
    good.restore()
    #expect(network.buffers.all.values == first)
    try learner.restore(read)
    #expect(network.buffers.all.values == state.buffers)
  }
}

/// A max pool that adds 1 to its buffers for each batch that it is trained on.
private struct Keeping: LayerKind {
  let text = "keeping"

  func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    var facts = GlobalMaxPool().facts(input)
    facts.buffers = [
      BufferSpec(name: "running_mean", shape: [input.channels]),
      BufferSpec(name: "running_var", shape: [input.channels], start: 1),
    ]
    return facts
  }

  func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    Running(GlobalMaxPool().make(spec, place), place.buffers)
  }

  func inference(_ tensors: LayerTensors) -> [InferenceStep] { GlobalMaxPool().inference(tensors) }

  func torch(_ spec: LayerSpec) -> TorchModule { GlobalMaxPool().torch(spec) }

  private final class Running: Layer {
    private let pool: any Layer
    private let buffers: [FloatSlice]

    init(_ pool: any Layer, _ buffers: [FloatSlice]) { (self.pool, self.buffers) = (pool, buffers) }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      pool.forward(x, y, context)
      if context.mode == .training { for buffer in buffers { buffer.fill(buffer[0] + 1) } }
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      pool.backward(x, y, dy: dy, dx: dx, context)
    }
  }
}
