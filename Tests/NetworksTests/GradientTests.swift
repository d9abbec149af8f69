import Kernels
import Testing

@testable import Networks

@Suite struct GradientTests {
  /// A small network, and a batch of it that is no multiple of 16.
  private func sample(_ architecture: String, _ widths: [Int], options: NetworkOptions = NetworkOptions()) throws -> (
    Network, LaneBatch
  ) {
    let image = MapShape(3, 16, 16)
    let network = try Network(
      Architectures.named(architecture), widths: widths, image: image, classes: 4, batchSize: 21, options: options,
      seed: 6, pool: WorkerPool(threads: 2))
    return (network, .noise(image, count: 21, classes: 4))
  }

  @Test(arguments: [
    ("SimpleNet", [768, 9, 4]), ("ConvNet", [3, 5, 7]), ("ConvNet2", [3, 6, 11, 4]), ("ConvBnNet", [5, 6, 7]),
    ("ConvBnNet2", [4, 9]), ("Resnet", [3, 8, 5]), ("Resnet2", [4, 10, 6]),
  ]) func `the gradient is the slope of the loss`(_ name: String, _ widths: [Int]) throws {
    let (network, batch) = try sample(name, widths)
    network.expectGradientIsSlope(batch)
  }

  @Test func `a dead channel puts out its a and gets no gradient through the normalisation`() throws {
    let (network, batch) = try sample("ConvBnNet", [5, 6, 7])
    let weight = try #require(network.parameters.first { $0.name == "layers.0.conv.weight" })
    let perChannel = weight.range.count / 6
    // Channel 2 is dead: all its weights are zero.
    for i in 0..<perChannel { network.values[weight.range.lowerBound + 2 * perChannel + i] = 0 }
    let a = try #require(network.parameters.first { $0.name == "layers.0.a" })
    network.values[a.range.lowerBound + 2] = 0.75
    network.forward(batch, mode: .training)
    network.backward(batch)
    #expect(network.outputs[1].image(3)[(2 * 64)..<(3 * 64)].allSatisfy { $0 == 0.75 })
    #expect(network.layers[1].layer.deadChannels == 1)
    let gradient = network.gradients.all.values
    #expect(gradient[(weight.range.lowerBound + 2 * perChannel)...].prefix(perChannel).allSatisfy { $0 == 0 })
    #expect(gradient[a.range.lowerBound + 2] != 0)
    #expect(gradient.allSatisfy { $0.isFinite })
  }

  @Test func `empty lanes change nothing`() throws {
    for name in ["ConvNet2", "ConvBnNet", "Resnet2"] {
      let (network, batch) = try sample(name, name == "ConvNet2" ? [3, 6, 4] : [4, 6])
      network.forward(batch, mode: .training)
      network.backward(batch)
      let gradient = network.gradients.all.values
      let loss = network.loss(batch).sum
      for lane in 21..<32 { batch.images.setImage(lane, [Float](repeating: 1e3, count: 768)) }
      network.forward(batch, mode: .training)
      network.backward(batch)
      #expect(network.gradients.all.values == gradient)
      #expect(network.loss(batch).sum == loss)
    }
  }

  @Test func `with frozen statistics the gradient treats them as constants`() throws {
    let (network, batch) = try sample("ConvBnNet", [5, 6], options: NetworkOptions(freezesStatistics: true))
    network.forward(batch, mode: .training)
    let stored = try network.buffer("layers.0.means")
    batch.images.setImage(0, [Float](repeating: 2, count: 768))
    network.forward(batch, mode: .training)
    #expect(try network.buffer("layers.0.means") == stored)
  }
}
