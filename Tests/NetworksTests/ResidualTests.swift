import Kernels
import Testing

@testable import Networks

@Suite struct ResidualTests {
  private static let image = MapShape(3, 16, 16)
  private static let head = [NamedLayer("pool", GlobalMaxPool()), NamedLayer("out", Linear(4))]

  private func conv(_ channels: Int, _ kernel: Int, stride: Int = 1, relu: Bool = false) -> Conv2d {
    Conv2d(channels, kernel: kernel, stride: stride, padding: kernel / 2, relu: relu)
  }

  /// A block with a shortcut that changes the shape, around one that is the identity beside its body, at the start of the
  /// network; then a block that begins and ends with one whose gradient is in place.
  private var nested: [NamedLayer] {
    let inner = Residual([
      NamedLayer("norm", BnLayer(6, stride: 1)), NamedLayer("conv", conv(6, 3, relu: true)),
    ])
    let first = Residual(
      [NamedLayer("conv", conv(6, 3, stride: 2)), NamedLayer("inner", inner), NamedLayer("last", conv(5, 1))],
      shortcut: [NamedLayer("conv", conv(4, 1, stride: 2)), NamedLayer("norm", BnLayer(5, stride: 1))])
    let second = Residual([
      NamedLayer("bn", BnLayer(5, stride: 1, residual: true)),
      NamedLayer("inner", Residual([NamedLayer("conv", conv(5, 3))])),
    ])
    return [NamedLayer("first", first), NamedLayer("second", second)] + Self.head
  }

  private func network(_ layers: [NamedLayer], frozen: [String] = []) throws -> Network {
    try Network(
      TestArchitecture(list: layers), image: Self.image, classes: 4, batchSize: 21,
      options: NetworkOptions(frozen: frozen),
      seed: 6, pool: WorkerPool(threads: 2))
  }

  private var batch: LaneBatch { .noise(Self.image, count: 21, classes: 4) }

  @Test func `the gradient through nested blocks is the slope of the loss`() throws {
    let network = try network([NamedLayer("stem", conv(3, 3))] + nested)
    network.expectGradientIsSlope(batch)
    let silent = network.parameters.filter { network.gradients.slice($0.range).values.allSatisfy { $0 == 0 } }
    #expect(silent.map(\.name) == [])
  }

  @Test func `a block around a BnLayer is the residual BnLayer to the bit`() throws {
    func trained(_ residual: (Int) -> any LayerKind) throws -> ([Float], [Float], Double) {
      let network = try network(
        [
          NamedLayer("stem", conv(7, 5)), NamedLayer("a", residual(7)), NamedLayer("b", BnLayer(9)),
          NamedLayer("c", residual(9)),
        ] + Self.head)
      let batch = batch
      network.forward(batch, mode: .training)
      network.backward(batch)
      return (network.gradients.all.values, network.buffers.all.values, network.loss(batch).sum)
    }
    let fused = try trained { BnLayer($0, stride: 1, residual: true) }
    let block = try trained { Residual([NamedLayer("f", BnLayer($0, stride: 1))]) }
    #expect(fused == block)
  }

  @Test func `parameters stand depth first, the body before the shortcut`() throws {
    let network = try network(nested)
    #expect(
      network.parameters.map(\.name) == [
        "first.conv.weight", "first.conv.bias", "first.inner.norm.a", "first.inner.norm.m",
        "first.inner.norm.conv.weight", "first.inner.conv.weight", "first.inner.conv.bias", "first.last.weight",
        "first.last.bias", "first.shortcut.conv.weight", "first.shortcut.conv.bias", "first.shortcut.norm.a",
        "first.shortcut.norm.m", "first.shortcut.norm.conv.weight", "second.bn.a", "second.bn.m",
        "second.bn.conv.weight", "second.inner.conv.weight", "second.inner.conv.bias", "out.weight", "out.bias",
      ])
    #expect(network.parameters.map(\.group.rawValue).suffix(5) == ["weights", "weights", "biases", "head", "head"])
    #expect(network.parameters[2].group == .norms)
    let flagged = network.namedBuffers.filter { $0.flag != nil && !$0.isOfOtherKind }
    #expect(
      flagged.map(\.name) == [
        "first.inner.norm.means", "first.inner.norm.stds", "first.shortcut.norm.means", "first.shortcut.norm.stds",
        "second.bn.means", "second.bn.stds",
      ])
    let others = flagged.map { tensor in network.namedBuffers.first { $0.range == tensor.other }?.name }
    #expect(others.prefix(2) == ["first.inner.norm.other_means", "first.inner.norm.other_stds"])
    let flags = flagged.map { tensor in network.namedBuffers.first { $0.range.lowerBound == tensor.flag }?.name }
    #expect(
      flags.prefix(4) == ["first.inner.norm.seen", "first.inner.norm.seen"] + [
        "first.shortcut.norm.seen", "first.shortcut.norm.seen",
      ])
  }

  @Test(arguments: [
    ["first"], ["first.inner"], ["first.shortcut"], ["first.conv", "first.inner", "first.last"], ["second.inner"],
    ["first.conv", "second"],
  ]) func `a layer inside of a block can be frozen by itself`(_ frozen: [String]) throws {
    let batch = batch
    let whole = try network(nested)
    let part = try network(nested, frozen: frozen)
    for network in [whole, part] {
      network.forward(batch, mode: .training)
      network.backward(batch)
    }
    for parameter in part.parameters {
      #expect(parameter.learns == !frozen.contains { parameter.name.hasPrefix($0 + ".") }, "\(parameter.name)")
      let gradient = part.gradients.slice(parameter.range).values
      #expect(
        parameter.learns
          ? gradient == whole.gradients.slice(parameter.range).values : gradient.allSatisfy { $0 == 0 },
        "\(parameter.name)")
    }
    let error = #expect(throws: NetworkError.self) { try network(nested, frozen: ["first.norm"]) }
    #expect(error == .unknownLayer("first.norm", known: ["first", "second", "out"]))
  }

  @Test func `branches of different shapes are refused with the name of the layer`() {
    func refusal(_ block: Residual) -> NetworkError? {
      [LayerSpec].inferred([NamedLayer("outer", Residual([NamedLayer("block", block)]))], over: MapShape(3, 8, 8))
        .problem
    }
    #expect(
      refusal(Residual([NamedLayer("conv", conv(4, 3))]))
        == .layer(
          "outer.block",
          "the body of a residual block ends in 4×8×8, what is added to it is 3×8×8: they have to be the same, by a "
            + "shortcut or by another body"))
    #expect(refusal(Residual([])) == .layer("outer.block", "a residual block needs a layer in its body"))
    #expect(
      refusal(Residual([NamedLayer("conv", Conv2d(3, kernel: 9, stride: 1, padding: 0, relu: false))]))
        == .layer("outer.block.conv", "a 9×9 kernel does not fit into maps of 8×8; use fewer layers"))
  }
}
