import Foundation
import Kernels
import Networks
import Testing

@testable import Training

/// Optimisers by themselves, 20 steps over given weights and gradients, against PyTorch in float64.
@Suite struct GoldenOptimizerTests {
  private struct Case: Decodable {
    let optimizer: String
    let momentum: Double
    let nesterov: Bool
    let wds: Double

    var settings: OptimizerSettings {
      get throws {
        var settings = OptimizerSettings()
        settings.kind = try #require(OptimizerKind(rawValue: optimizer))
        settings.sgd.nesterov = nesterov
        return settings
      }
    }
  }

  private let tensors: [String: Safetensors.Tensor]
  private let cases: [Case]
  private let rates: [Double]

  /// Reads `Tests/Fixtures/optimizers.safetensors`, which `make_optimizer_fixtures.py` beside it makes.
  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appendingPathComponent("Fixtures/optimizers.safetensors"))
    let file = try Safetensors(bytes: [UInt8](bytes))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    cases = try JSONDecoder().decode([Case].self, from: Data(file.metadata["cases"]!.utf8))
    rates = try JSONDecoder().decode([Double].self, from: Data(file.metadata["rates"]!.utf8))
  }

  @Test func `every step moves the weights as PyTorch's optimisers do`() throws {
    // Muon is not for weights one by one: GoldenTrainingTests has it.
    #expect(Set(cases.map(\.optimizer) + ["muon"]) == Set(OptimizerKind.allCases.map(\.rawValue)))
    for (index, description) in cases.enumerated() {
      let start = try #require(tensors["\(index).start"]).values
      let gradients = try #require(tensors["\(index).gradients"]).values
      let expected = try #require(tensors["\(index).weights"]).values
      let network = try Network(
        SimpleNet(), widths: [12, 5, 3], image: MapShape(3, 2, 2), classes: 3, seed: 1, pool: WorkerPool(threads: 2))
      try #require(network.values.count == start.count)
      network.values.all.values = start
      let settings = try description.settings
      let optimizer = settings.kind.type.init(settings, for: network)
      let snapshot = FloatBuffer(count: start.count)
      var group = ParameterGroup(allOf: network)
      group.weightDecay = description.wds
      group.momentum = description.momentum
      for (step, rate) in rates.enumerated() {
        let part = step * start.count..<(step + 1) * start.count
        network.gradients.all.values = Array(gradients[part])
        group.learningRate = rate
        optimizer.step(network, [group], snapshot: snapshot)
        let worst = zip(network.values.all.values, expected[part]).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 5e-6, "case \(index) (\(description)), step \(step): \(worst)")
      }
    }
  }
}
