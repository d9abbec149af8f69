import Kernels
import Testing

@testable import Networks

/// How weights start that are not drawn as usual, and what never learns.
@Suite struct FirstWeightsTests {
  private static let image = MapShape(3, 8, 8)

  private func network(_ text: String, seed: UInt64 = 3) throws -> Network {
    try Network(
      TextArchitecture(NetworkText(parsing: text)), image: Self.image, classes: 10, batchSize: 20, seed: seed,
      pool: WorkerPool(threads: 1))
  }

  private func values(_ network: Network, _ name: String) throws -> [Float] {
    let parameter = try #require(network.parameters.first { $0.name == name })
    return network.values.slice(parameter.range).values
  }

  @Test(arguments: [(3, 5), (3, 3), (3, 2)])
  func `dirac's first filters pass their own channel on, the others are drawn as usual`(_ kernel: Int, _ count: Int)
    throws
  {
    let text = "conv \(kernel)x\(kernel) \(count) bias=no\nadaptive-avgpool 1\nlinear classes"
    let usual = try values(network(text), "0.weight")
    let found = try values(network(text.replacing("bias=no", with: "bias=no init=dirac")), "0.weight")
    let filter = 3 * kernel * kernel
    for channel in 0..<count {
      let own = Array(found[channel * filter..<(channel + 1) * filter])
      guard channel < 3 else {
        #expect(own == Array(usual[channel * filter..<(channel + 1) * filter]))
        continue
      }
      let centre = channel * kernel * kernel + kernel / 2 * kernel + kernel / 2
      #expect(own.indices.allSatisfy { own[$0] == ($0 == centre ? 1 : 0) })
    }
  }

  @Test func `a head of unit deviation is drawn as usual, then divided`() throws {
    let usual = try values(network("linear classes"), "0.weight")
    let found = try values(network("linear classes init=unit"), "0.weight")
    let mean = found.reduce(0.0) { $0 + Double($1) } / Double(found.count)
    let variance = found.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(found.count - 1)
    #expect(abs(variance - 1) < 1e-5)
    #expect(zip(usual, found).allSatisfy { abs($0 / usual[0] - $1 / found[0]) < 1e-4 })
  }

  @Test func `what is frozen in the text keeps its first weights and is no learned value`() throws {
    let network = try network(
      "conv 3x3 4 freeze=weight\nrelu\nconv 1x1 4 freeze=all\nadaptive-avgpool 1\nlinear classes")
    #expect(network.parameters.filter(\.learns).map(\.name) == ["0.bias", "4.weight", "4.bias"])
    let specs = network.layers.map(\.spec)
    #expect(specs.parameterCount == 4 + 50 && specs.fixedCount == 108 + 20)
    let batch = LaneBatch.noise(Self.image, count: 20, classes: 10)
    network.forward(batch, mode: .training)
    network.backward(batch)
    for parameter in network.parameters {
      let gradient = network.gradients.slice(parameter.range).values
      #expect(gradient.contains { $0 != 0 } == parameter.learns, "\(parameter.name)")
    }
    network.expectGradientIsSlope(batch)
  }

  @Test func `whitened patches are uncorrelated and of one size`() throws {
    let network = try network("conv 2x2 24 pad=0 init=whiten freeze=weight\nadaptive-avgpool 1\nlinear classes")
    #expect(network.whitenedKernel == 2)
    // Neighbours are alike, as in photographs.
    let batch = LaneBatch(Self.image, capacity: 400)
    var generator = SeededGenerator(seed: 8)
    for image in 0..<400 {
      var last: Float = 0
      let pixels = (0..<Self.image.count).map { _ in
        last = 0.8 * last + generator.unit() * 2 - 1
        return last
      }
      batch.images.setImage(image, pixels)
    }
    batch.setLabels((0..<400).map { _ in 0 })
    var whitening = Whitening(kernel: 2, over: Self.image)
    whitening.add(batch, first: 400)
    network.whiten(by: whitening)
    let filters = try values(network, "0.weight")
    var covariance = Array(repeating: 0.0, count: 12 * 12)
    var patches = 0.0
    for image in 0..<400 {
      let pixels = batch.images.image(image)
      for row in 0..<7 {
        for column in 0..<7 {
          let outputs = (0..<12).map { filter in
            (0..<12).reduce(0.0) { sum, i in
              let at = i / 4 * 64 + (row + i / 2 % 2) * 8 + column + i % 2
              return sum + Double(filters[filter * 12 + i]) * Double(pixels[at])
            }
          }
          for i in 0..<12 { for j in 0..<12 { covariance[i * 12 + j] += outputs[i] * outputs[j] } }
          patches += 1
        }
      }
    }
    for i in 0..<12 {
      for j in 0..<12 {
        let value = covariance[i * 12 + j] / patches
        #expect(abs(value - (i == j ? 1 : 0)) < 0.02, "\(i), \(j): \(value)")
      }
      let filter = filters[i * 12..<(i + 1) * 12]
      #expect(filter.max { abs($0) < abs($1) }! > 0)
      #expect(zip(filter, filters[(12 + i) * 12..<(13 + i) * 12]).allSatisfy { $0 == -$1 })
    }
  }
}
