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
  func buffer(_ name: String) throws -> [Float] {
    let tensor = try #require(namedBuffers.first { $0.name == name })
    return buffers.slice(tensor.range).values
  }
}

extension Network {
  /// L(w + ε·d) − L(w − ε·d) over 2ε against ∂L/∂w · d, for directions within one parameter at a time. Kinks of ReLU and
  /// pooling are rare at these steps, but not absent, and the loss is a float32 one: hence 3 %.
  func expectGradientIsSlope(_ batch: LaneBatch) {
    forward(batch, mode: .training)
    backward(batch)
    let gradient = gradients.all.values
    for (index, parameter) in parameters.enumerated() {
      var generator = SeededGenerator(seed: 100 + UInt64(index))
      let norm = gradient[parameter.range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-4 else { continue }
      // Along the gradient, with some chance mixed in: the slope is then well above the rounding of the loss.
      let direction = parameter.range.map {
        gradient[$0] / norm + (generator.unit() - 0.5) / Float(parameter.range.count)
      }
      let before = values.slice(parameter.range).values
      func loss(_ step: Float) -> Double {
        values.slice(parameter.range).values = zip(before, direction).map { $0 + step * $1 }
        forward(batch, mode: .training)
        return self.loss(batch).sum / Double(batch.count)
      }
      let step: Float = 3e-4
      let numeric = (loss(step) - loss(-step)) / Double(2 * step)
      values.slice(parameter.range).values = before
      let exact = zip(gradient[parameter.range], direction).reduce(0) { $0 + Double($1.0 * $1.1) }
      #expect(abs(numeric - exact) < 0.03 * abs(exact) + 1e-3, "\(parameter.name): \(numeric) against \(exact)")
    }
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
