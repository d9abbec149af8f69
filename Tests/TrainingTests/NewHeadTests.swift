import Foundation
import Kernels
import Networks
import Testing

@testable import Training

/// A trained body under a new head, for three classes in place of ten and back, against PyTorch in float64.
@Suite struct NewHeadTests {
  private let tensors: [String: [Float]]
  private let ten: Safetensors
  private let widths: [Int]
  private let rate: Double

  /// Reads `Tests/Fixtures/head.safetensors`, which `make_head_fixtures.py` beside it makes.
  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appendingPathComponent("Fixtures/head.safetensors"))
    let file = try Safetensors(bytes: [UInt8](bytes))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.values) })
    ten = Safetensors(
      tensors: file.tensors.filter { $0.name.hasPrefix("ten.") }.map {
        .init(name: String($0.name.dropFirst(4)), shape: $0.shape, values: $0.values)
      })
    widths = try JSONDecoder().decode([Int].self, from: Data(file.metadata["widths"]!.utf8))
    rate = try JSONDecoder().decode(Double.self, from: Data(file.metadata["rate"]!.utf8))
  }

  private func tensor(_ name: String) throws -> [Float] { try #require(tensors[name]) }

  private func network(classes: Int) throws -> Network {
    try Network(
      ConvBnNet(), widths: widths, image: MapShape(3, 16, 16), classes: classes, batchSize: 32, seed: 3,
      pool: WorkerPool(threads: 2))
  }

  /// The network with the body of `file` and the head that PyTorch had.
  private func network(classes: Int, body file: Safetensors, head name: String) throws -> Network {
    let network = try network(classes: classes)
    try network.load(file, needsStatistics: false, keepsHead: true)
    for parameter in network.parameters where parameter.group == .head {
      let local = parameter.name.dropFirst("out.".count)
      network.values.slice(parameter.range).values = try tensor("\(name).head.\(local)")
    }
    return network
  }

  private func batch(_ labels: String) throws -> LaneBatch {
    let (images, labels) = (try tensor("images"), try tensor(labels))
    let batch = LaneBatch(MapShape(3, 16, 16), capacity: 32)
    for image in labels.indices { batch.images.setImage(image, Array(images[image * 768..<(image + 1) * 768])) }
    batch.setLabels(labels.map { UInt8($0) })
    return batch
  }

  private func expect(
    _ network: Network, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for parameter in network.parameters {
      let expected = try tensor("\(name).after.\(parameter.name)")
      let worst = zip(network.values.slice(parameter.range).values, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 2e-6, "\(parameter.name): \(worst)", sourceLocation: sourceLocation)
    }
  }

  @Test func `the body is the file's to the bit and the head that of the seed`() throws {
    let (fresh, network) = (try network(classes: 3), try network(classes: 3))
    try network.load(ten, needsStatistics: false, keepsHead: true)
    for parameter in network.parameters {
      let expected =
        parameter.group == .head ? fresh.values.slice(parameter.range).values : try tensor("ten.\(parameter.name)")
      #expect(network.values.slice(parameter.range).values == expected, "\(parameter.name)")
    }
    for buffer in network.namedBuffers where buffer.flag != nil && !buffer.isOfOtherKind {
      #expect(network.buffers.slice(buffer.range).values == (try tensor("ten.\(buffer.name)")), "\(buffer.name)")
    }
    #expect(throws: WeightsError.self) { try network.load(ten, needsStatistics: false) }
  }

  @Test func `a step of the whole network is PyTorch's, and so is one back at ten classes`() throws {
    let three = try network(classes: 3, body: ten, head: "three")
    try take(three, "labels", "three")
    let back = try network(classes: 10, body: three.weights, head: "back")
    for parameter in three.parameters where parameter.group != .head {
      #expect(three.values.slice(parameter.range).values == back.values.slice(parameter.range).values)
    }
    try take(back, "labels_of_ten", "back")
  }

  private func take(_ network: Network, _ labels: String, _ name: String) throws {
    let step = TrainStep(network, OptimizerSettings())
    let batch = try batch(labels)
    #expect(abs(step.loss(batch, step: 0) - Double(try tensor("\(name).loss")[0])) < 2e-6)
    step.learn(batch, StepRates(constant: rate))
    try expect(network, is: name)
  }

  @Test func `a step of the head alone is PyTorch's, and so is the next of all layers`() throws {
    let network = try network(classes: 3, body: ten, head: "three")
    let body = network.parameters.filter { $0.group != .head }.map { network.values.slice($0.range).values }
    let statistics = network.buffers.all.values
    let step = TrainStep(network, OptimizerSettings())
    let batch = try batch("labels")
    for (name, frozen) in [("frozen", ["conv1", "layers"]), ("thawed", [])] {
      step.freeze(frozen)
      #expect(abs(step.loss(batch, step: 0) - Double(try tensor("\(name).loss")[0])) < 2e-6)
      step.learn(batch, StepRates(constant: rate))
      step.optimizer.reset()
      try expect(network, is: name)
      let now = network.parameters.filter { $0.group != .head }.map { network.values.slice($0.range).values }
      #expect((now == body) == !frozen.isEmpty && (network.buffers.all.values == statistics) == !frozen.isEmpty)
    }
  }
}
