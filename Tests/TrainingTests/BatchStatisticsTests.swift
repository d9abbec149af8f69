import Networks
import Testing

@testable import Training

/// The two kinds of batch statistics: those of the last batch, and their moving average.
@Suite struct BatchStatisticsTests {
  private typealias Kind = NetworkOptions.BatchNormStatistics

  /// A trained learner, and what it told of its epochs.
  private func trained(_ kind: Kind, threads: Int = 1) throws -> (learner: Learner, epochs: [EpochRecord]) {
    let learner = try TinyData.learner("0.05, 3", options: NetworkOptions(statistics: kind), threads: threads)
    var epochs: [EpochRecord] = []
    learner.run { if case .epochEnded(let record) = $0 { epochs.append(record) } }
    return (learner, epochs)
  }

  @Test func `each run keeps both kinds, and says at its end what the other gives`() throws {
    let (last, ema) = (try trained(.last), try trained(.ema))
    #expect(last.learner.network.values.all.values == ema.learner.network.values.all.values)
    let (lastEnd, emaEnd) = (try #require(last.epochs.last), try #require(ema.epochs.last))
    #expect(lastEnd.validLoss != emaEnd.validLoss)
    #expect(lastEnd.other?.kind == .ema && emaEnd.other?.kind == .last)
    #expect(lastEnd.other?.evaluation.loss == emaEnd.validLoss)
    #expect(lastEnd.other?.evaluation.accuracy == emaEnd.accuracy)
    #expect(emaEnd.other?.evaluation.loss == lastEnd.validLoss)
    #expect((last.epochs + ema.epochs).filter { $0.other != nil }.count == 2)
    let network = last.learner.network
    #expect(network.exchangingStatistics(network.buffers.all.values) == ema.learner.network.buffers.all.values)
    #expect(last.learner.evaluate().loss == lastEnd.validLoss)
  }

  @Test func `a network without such layers has no other kind`() throws {
    let layers = [NamedLayer("pool", GlobalMaxPool()), NamedLayer("out", Linear(4))]
    let network = try TinyData.network(TestArchitecture(list: layers), widths: [1])
    let learner = try TinyData.learner("0.05, 1", network: network)
    var other: [OtherStatistics?] = []
    learner.run { if case .epochEnded(let record) = $0 { other.append(record.other) } }
    #expect(other == [nil])
    #expect(!network.knowsTwoStatistics && !network.holdsBothStatistics)
  }

  @Test func `a file with both is read by the kind that is asked for, one with a single kind only for that`() throws {
    let network = try trained(.last).learner.network
    var file = network.weights(network.state, withBothStatistics: true)
    file.metadata[Safetensors.batchStatisticsEntry] = Kind.last.rawValue
    #expect(network.weights["layers.0.other_means"] == nil)
    let ema = try trained(.ema).learner.network
    for needsStatistics in [true, false] {
      let other = try TinyData.network(options: NetworkOptions(statistics: .ema), seed: 9)
      try other.load(Safetensors(bytes: file.bytes), needsStatistics: needsStatistics)
      #expect(other.state == ema.state)
    }
    var one = network.weights
    one.metadata = file.metadata
    let other = try TinyData.network(options: NetworkOptions(statistics: .ema), seed: 9)
    let error = #expect(throws: WeightsError(statistics: .last)) { try other.load(one, needsStatistics: true) }
    #expect(
      error?.description
        == "the weights hold one kind of batch statistics, last, and not ema; leave out --bn-stats, or "
        + "say last; what is trained from now on keeps both")
    // Training may begin with what there is.
    try other.load(one, needsStatistics: false)
    #expect(other.weights.tensors.map(\.values) == network.weights.tensors.map(\.values))
    #expect(!other.holdsBothStatistics)
    // Nothing says of which kind it is: it is the network's.
    try other.load(network.weights, needsStatistics: true)
    #expect(throws: WeightsError.self) { try other.load(network.weights, needsStatistics: true, kind: .last) }
  }

  @Test func `a checkpoint from before goes on, and keeps the other kind from then on`() throws {
    let network = try trained(.last).learner.network
    var state = network.state
    for tensor in network.namedBuffers where tensor.isOfOtherKind {
      state.buffers.replaceSubrange(tensor.range, with: [Float](repeating: 0, count: tensor.range.count))
    }
    network.buffers.all.values = state.buffers
    #expect(!network.holdsBothStatistics && network.layersWithoutStatistics.isEmpty)
    let learner = try TinyData.learner("0.05, 1", network: network)
    learner.run()
    #expect(network.holdsBothStatistics)
  }
}
