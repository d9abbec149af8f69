import Kernels
import NetworkTexts
import Testing

@testable import Networks

/// The networks that are compiled in as texts.
@Suite struct BuiltInNetworkTests {
  private static let image = MapShape(3, 32, 32)

  @Test(arguments: [
    ("LeNet", 62_006, 0), ("VGG", 307_946, 0), ("ResNet20", 272_474, 0), ("Best1", 241_344, 288),
    ("Best3", 281_352, 288), ("Best10", 935_552, 288), ("Airbench", 1_971_352, 288),
  ]) func `a network has the known number of learned and of fixed values`(_ name: String, _ learned: Int, _ fixed: Int)
    throws
  {
    let architecture = try Architectures.named(name)
    let specs = try architecture.specs(architecture.defaultWidths, image: Self.image, classes: 10)
    #expect(specs.parameterCount == learned)
    #expect(specs.fixedCount == fixed)
    #expect(architecture.text != nil && !architecture.explanation.isEmpty)
  }

  @Test func `Airbench's maps shrink as its authors' do, for as many multiply-adds`() throws {
    let architecture = try Architectures.named("airbench")
    let specs = try architecture.specs(architecture.defaultWidths, image: Self.image, classes: 10)
    let sides = specs.map(\.output.height)
    #expect(sides.first == 31 && Set(sides) == [31, 15, 7, 3, 1])
    #expect(abs(Double(2 * specs.macs) / 236e6 - 1) < 0.01)
  }

  @Test func `each text is written as the lab writes it`() throws {
    for bytes in BuiltInNetworks.texts {
      #expect(try NetworkText(bytes: bytes).description == String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(arguments: ["LeNet", "VGG", "ResNet20", "Best1", "Best3", "Best10", "Airbench"])
  func `a step of it makes the loss smaller`(_ name: String)
    throws
  {
    let network = try Network(
      Architectures.named(name), image: Self.image, classes: 10, batchSize: 20, options: NetworkOptions(dropout: 0),
      seed: 4, pool: WorkerPool(threads: 2))
    let batch = LaneBatch.noise(Self.image, count: 20, classes: 10)
    var losses: [Double] = []
    for _ in 0..<3 {
      network.forward(batch, mode: .training)
      losses.append(network.loss(batch).sum)
      network.backward(batch)
      for range in network.trainableRanges { for i in range { network.values[i] -= 0.01 * network.gradients[i] } }
    }
    #expect(losses[2] < losses[0], "\(losses)")
  }
}
