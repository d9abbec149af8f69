import Kernels
import Testing

@testable import Networks

/// An architecture of given layers, which end in one output a class.
struct TestArchitecture: Architecture {
  let name = "Test"
  let explanation = "made for a test"
  let defaultWidths = [1]
  let schedule: [String] = []
  let publishedAccuracy: Double? = nil
  let isInComparison = false
  let list: [NamedLayer]

  func layers(_ widths: [Int], classes: Int) -> [NamedLayer] { list }
}

extension Network {
  /// What a layer keeps under that name.
  func kept(_ name: String) throws -> [Float] {
    let tensor = try #require(keptTensors.first { $0.name == name })
    return buffers.slice(tensor.range).values
  }
}

extension LaneBatch {
  /// `count` images of noise, whose labels are 0, 1, …, `classes` − 1 in turn.
  static func noise(_ image: MapShape, count: Int, classes: Int, seed: UInt64 = 11) -> LaneBatch {
    var generator = SeededGenerator(seed: seed)
    let batch = LaneBatch(image, capacity: count)
    for i in 0..<count { batch.images.setImage(i, (0..<image.count).map { _ in generator.unit() * 2 - 1 }) }
    batch.setLabels((0..<count).map { UInt8($0 % classes) })
    return batch
  }
}
