import Foundation
import Kernels
import Testing

@testable import Networks

/// Networks as text against PyTorch in float64: each kind of layer with odd batches, odd maps, strides and paddings, and
/// random texts. `CIFARLAB_TEXTS` names another file of `make_text_fixtures.py`.
@Suite struct GoldenTextTests {
  private struct Case: Decodable, CustomStringConvertible {
    struct Parameter: Decodable, Equatable {
      let name: String
      let shape: [Int]
    }

    let text: String
    let shape: [Int]
    let batch: Int
    let seed: UInt64
    let classes: Int
    let parameters: [Parameter]
    /// How far PyTorch's own float32 is from its float64, over the largest value, where that is more than 1e-6. Behind a
    /// normalisation some gradients cancel, and what is left is rounding.
    let float32: [String: Double]

    var description: String { text }
    var isNormalised: Bool { text.contains("bnlayer") || text.contains("batchnorm") }
  }

  private let file: GoldenFile
  private let cases: [Case]

  init() throws {
    file =
      try ProcessInfo.processInfo.environment["CIFARLAB_TEXTS"].map { try GoldenFile(path: $0) } ?? GoldenFile("texts")
    cases = try JSONDecoder().decode([Case].self, from: file.cases)
  }

  @Test func `names, log-probabilities, gradients, statistics and an evaluation by them`() throws {
    #expect(!cases.isEmpty)
    for (index, golden) in cases.enumerated() {
      let network = try network(golden)
      #expect(
        network.parameters.map { Case.Parameter(name: $0.name, shape: $0.shape) } == golden.parameters, "\(golden)")
      let batch = batch(golden)
      network.forward(batch, mode: .training)
      try check(logarithms(network, golden), index, "log")
      network.backward(batch)
      for parameter in network.parameters where parameter.learns {
        let name = "gradient.\(parameter.name)"
        let found = network.gradients.slice(parameter.range).values
        let kept = try file.tensor(index, name).values.count
        let step = found.count == kept ? 1 : max(1, found.count / Self.sample)
        try check(stride(from: 0, to: found.count, by: step).map { found[$0] }, index, name)
      }
      for buffer in network.namedBuffers where !buffer.name.hasSuffix("seen") && !buffer.isOfOtherKind {
        try check(network.buffers.slice(buffer.range).values, index, "buffer.\(buffer.name)")
      }
      network.forward(batch, mode: .evaluation)
      try check(logarithms(network, golden), index, "evaluated")
    }
  }

  /// Values that the fixtures keep of each gradient, at least.
  private static let sample = 40

  /// Expects values that are as near to PyTorch's float64 as float32 can be: to 1e-5 of the largest, to 1e-4 behind
  /// normalisations, to thirty times what PyTorch's own float32 is off by; or next to nothing where they cancel.
  private func check(_ found: [Float], _ index: Int, _ name: String) throws {
    let golden = cases[index]
    let expected = try file.tensor(index, name).values
    if expected.allSatisfy({ abs($0) < 1e-6 }) {
      #expect(found.allSatisfy { abs($0) < 1e-5 }, "case \(index), \(name)\n\(golden)")
      return
    }
    let tolerance = max(golden.isNormalised ? 1e-4 : 1e-5, 30 * (golden.float32[name] ?? 0))
    let error = relativeError(found, expected)
    #expect(error < tolerance, "case \(index), \(name): \(error)\n\(golden)")
  }

  private func logarithms(_ network: Network, _ golden: Case) -> [Float] {
    (0..<golden.batch).flatMap(network.logProbabilities.image)
  }

  private func network(_ golden: Case) throws -> Network {
    let architecture = TextArchitecture(try NetworkText(parsing: golden.text))
    let network = try Network(
      architecture, image: MapShape(golden.shape[0], golden.shape[1], golden.shape[2]), classes: golden.classes,
      batchSize: golden.batch, options: NetworkOptions(dropout: 0), seed: 0, pool: WorkerPool(threads: 2))
    for parameter in network.parameters {
      var generator = SeededGenerator(seed: Self.seed(of: parameter.name))
      let bound = Float(1 / Double(parameter.shape.dropFirst().reduce(1, *)).squareRoot())
      let last = parameter.name.split(separator: ".").last
      network.values.slice(parameter.range).values = parameter.range.map { _ in
        let unit = generator.unit()
        if last == "bias" || last == "a" { return unit * 0.5 - 0.25 }
        return parameter.shape.count % 2 == 1 ? unit * 0.5 + 0.75 : (unit * 2 - 1) * bound
      }
    }
    return network
  }

  /// FNV-1a.
  private static func seed(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Uniform in ±1, as `network_texts.inputs` makes them.
  private func batch(_ golden: Case) -> LaneBatch {
    let shape = MapShape(golden.shape[0], golden.shape[1], golden.shape[2])
    let batch = LaneBatch(shape, capacity: golden.batch)
    var generator = SeededGenerator(seed: golden.seed)
    for image in 0..<golden.batch {
      batch.images.setImage(image, (0..<shape.count).map { _ in generator.unit() * 2 - 1 })
    }
    var labels = SeededGenerator(seed: golden.seed + 1)
    batch.setLabels((0..<golden.batch).map { _ in UInt8(labels.next() % UInt64(golden.classes)) })
    return batch
  }
}
