import Foundation
import Kernels
import Testing

@testable import Networks

/// PyTorch's batch norm and a network of it, against PyTorch in float64.
@Suite struct GoldenBatchNormTests {
  private struct Case: Decodable {
    let eps: Double
    let momentum: Double
    let relu: Bool
  }

  private let file: GoldenFile
  private let cases: [Case]

  init() throws {
    file = try GoldenFile("batchnorm")
    cases = try JSONDecoder().decode([Case].self, from: file.cases)
  }

  private func check(_ found: [Float], _ index: Int, _ name: String) throws {
    let error = relativeError(found, try file.tensor(index, name).values)
    #expect(error < 1e-5, "case \(index) (\(cases[index])), \(name): \(error)")
  }

  @Test func `batch norm forward, backward, its running statistics, and evaluation by them`() throws {
    #expect(!cases.isEmpty)
    for (index, description) in cases.enumerated() {
      let bench = try LayerBench(file, index) { _ in
        BatchNorm2d(epsilon: description.eps, momentum: description.momentum, relu: description.relu)
      }
      _ = try bench.forward("first")
      try check(bench.forward(), index, "y")
      try check(bench.backward(), index, "dx")
      for name in ["weight", "bias"] { try check(bench.gradient(name), index, "d" + name) }
      for name in ["running_mean", "running_var"] { try check(bench.buffer(name), index, name) }
      try check(bench.forward("probe", mode: .evaluation), index, "evaluated")
    }
  }

  @Test func `gradients are the slopes of the loss, with the batch's statistics and with frozen ones`() throws {
    for freezes in [false, true] {
      let network = try Network(
        BatchNormNet(), widths: [3, 5, 7], image: MapShape(3, 9, 9), classes: 4, batchSize: 19,
        options: NetworkOptions(freezesStatistics: freezes), seed: 3, pool: WorkerPool(threads: 2))
      network.expectGradientIsSlope(.noise(MapShape(3, 9, 9), count: 19, classes: 4))
    }
  }

  @Test func `names, shapes and order of what is learned and kept are PyTorch's`() throws {
    let specs = try BatchNormNet().specs([3, 5], image: MapShape(3, 32, 32), classes: 10)
    let names = specs.flatMap { layer in layer.facts.parameters.map { "\(layer.name).\($0.name)" } }
    #expect(
      names == [
        "conv1.weight", "conv1.bias", "layers.0.conv.weight", "layers.0.conv.bias", "layers.0.norm.weight",
        "layers.0.norm.bias", "out.weight", "out.bias",
      ])
    let kept = specs.flatMap { layer in layer.facts.buffers.map { "\(layer.name).\($0.name)" } }
    #expect(kept == ["layers.0.norm.running_mean", "layers.0.norm.running_var"])
  }
}
