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

    var description: String { text }
    /// What a value of a BnLayer or behind one may be off by, too: it is divided by a deviation.
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
    var worst = (log: 0.0, gradient: 0.0)
    for (index, golden) in cases.enumerated() {
      let network = try network(golden)
      #expect(
        network.parameters.map { Case.Parameter(name: $0.name, shape: $0.shape) } == golden.parameters, "\(golden)")
      let batch = batch(golden)
      network.forward(batch, mode: .training)
      worst.log = max(worst.log, try check(logarithms(network, golden), index, "log", 1e-5))
      network.backward(batch)
      for parameter in network.parameters where parameter.learns {
        let expected = try file.tensor(index, "gradient.\(parameter.name)").values
        let found = network.gradients.slice(parameter.range).values
        // A bias in front of a normalisation has no gradient but rounding.
        guard expected.contains(where: { abs($0) > 1e-6 }) else {
          #expect(found.allSatisfy { abs($0) < 1e-5 }, "\(golden)")
          continue
        }
        let step = found.count == expected.count ? 1 : max(1, found.count / Self.sample)
        let kept = stride(from: 0, to: found.count, by: step).map { found[$0] }
        let tolerance = golden.isNormalised ? 1e-4 : 1e-5
        worst.gradient = max(worst.gradient, try check(kept, index, "gradient.\(parameter.name)", tolerance))
      }
      for buffer in network.namedBuffers where !buffer.name.hasSuffix("seen") {
        _ = try check(network.buffers.slice(buffer.range).values, index, "buffer.\(buffer.name)", 1e-5)
      }
      network.forward(batch, mode: .evaluation)
      _ = try check(logarithms(network, golden), index, "evaluated", golden.isNormalised ? 1e-4 : 1e-5)
    }
    if ProcessInfo.processInfo.environment["CIFARLAB_TEXTS"] != nil {
      print(
        "\(cases.count) texts, largest relative errors: log-probabilities \(worst.log), gradients \(worst.gradient)")
    }
  }

  /// Values that the fixtures keep of each gradient, at least.
  private static let sample = 40

  /// The largest difference, over the largest expected value.
  private func check(_ found: [Float], _ index: Int, _ name: String, _ tolerance: Double) throws -> Double {
    let error = relativeError(found, try file.tensor(index, name).values)
    #expect(error < tolerance, "case \(index), \(name): \(error)\n\(cases[index])")
    return error
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
