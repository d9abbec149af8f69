import CAllocations
import Kernels
import Networks
import Testing

@testable import Training

@Suite struct AllocationTests {
  /// With two threads, what this one asks for is counted: it hands the loops out, and does half of each.
  @Test(arguments: Architectures.all.map(\.name), [1, 2])
  func `a training step asks for no memory`(_ name: String, threads: Int) throws {
    let image = MapShape(3, 32, 32)
    let network = try Network(
      Architectures.named(name), image: image, classes: 10, batchSize: 20, seed: 1, pool: WorkerPool(threads: threads))
    let batch = LaneBatch(image, capacity: 20)
    batch.setLabels((0..<20).map { UInt8($0 % 10) })
    let step = TrainStep(network, OptimizerSettings())
    func take(_ number: Int) {
      _ = step.loss(batch, step: number)
      step.learn(batch, StepRates(constant: 0.01, weightDecay: 1e-5))
    }
    take(0)
    let before = allocations_of_this_thread()
    for number in 1...3 { take(number) }
    #expect(allocations_of_this_thread() == before)
  }

  @Test(arguments: ["SimpleNet", "ConvNet2", "ConvBnNet", "Resnet", "LeNet", "ResNet20"])
  func `what training is said to take is what it asks for`(_ name: String) throws {
    let image = MapShape(3, 32, 32)
    let pool = WorkerPool(threads: 1)
    let before = bytes_asked_by_this_thread()
    let network = try Network(
      Architectures.named(name), image: image, classes: 10, batchSize: 256, seed: 1, pool: pool)
    let batch = LaneBatch(image, capacity: 256)
    let step = TrainStep(network, OptimizerSettings())
    let good = WeightsCopy(of: network)
    let asked = Double(bytes_asked_by_this_thread() - before)
    // The first weights are drawn into a list of their own, which is given back.
    let drawn = Double(network.values.count * MemoryLayout<Float>.stride)
    let told = TrainingMemory(network.layers.map(\.spec), image: image)
      .bytes(LearnerOptions(batchSize: 256))
    #expect(abs((asked - drawn) / Double(told) - 1) < 0.03, "\(asked - drawn) bytes, not \(told)")
    withExtendedLifetime((batch, step, good)) {}
  }

  @Test(arguments: ["ConvBnNet", "ResNet20"])
  func `the network for smaller images takes what it is said to take`(_ name: String) throws {
    let (whole, small) = (MapShape(3, 32, 32), MapShape(3, 16, 16))
    let network = try Network(
      Architectures.named(name), image: whole, classes: 10, batchSize: 256, seed: 1, pool: WorkerPool(threads: 1))
    let before = bytes_asked_by_this_thread()
    let resized = try network.resized(to: small)
    let batch = LaneBatch(small, capacity: 256)
    let asked = Double(bytes_asked_by_this_thread() - before)
    let (layers, smaller) = (network.layers.map(\.spec), resized.layers.map(\.spec))
    let options = LearnerOptions(batchSize: 256)
    let told = Double(
      TrainingMemory(layers, image: whole, smaller: [(smaller, small)]).bytes(options)
        - TrainingMemory(layers, image: whole).bytes(options))
    #expect(abs(asked / told - 1) < 0.03, "\(asked) bytes, not \(told)")
    withExtendedLifetime((resized, batch)) {}
  }

  @Test func `an average of the weights takes what it is said to take`() throws {
    let image = MapShape(3, 32, 32)
    let network = try Network(
      Architectures.named("ConvBnNet"), image: image, classes: 10, batchSize: 16, seed: 1, pool: WorkerPool(threads: 1))
    var options = LearnerOptions(batchSize: 16)
    let memory = TrainingMemory(network.layers.map(\.spec), image: image)
    let plain = memory.bytes(options)
    options.averaging.movingAverage = WeightAveraging.MovingAverage(decay: 0.99)
    let before = bytes_asked_by_this_thread()
    let average = WeightAverage(of: network, options.averaging)
    let asked = Double(bytes_asked_by_this_thread() - before)
    let told = Double(memory.bytes(options) - plain)
    #expect(abs(asked / told - 1) < 0.03, "\(asked) bytes, not \(told)")
    withExtendedLifetime(average) {}
  }

  @Test func `a step through blocks asks for no memory, and what they take is what they are said to take`() throws {
    func conv(_ channels: Int, stride: Int = 1) -> Conv2d {
      Conv2d(channels, kernel: 3, stride: stride, padding: 1, relu: false)
    }
    let layers = [
      NamedLayer("stem", conv(16)),
      NamedLayer("a", Residual([NamedLayer("b", Residual([NamedLayer("c", conv(16))])), NamedLayer("d", conv(16))])),
      NamedLayer("e", Residual([NamedLayer("f", conv(8, stride: 2))], shortcut: [NamedLayer("g", BnLayer(8))])),
      NamedLayer("pool", GlobalMaxPool()), NamedLayer("out", Linear(4)),
    ]
    let image = MapShape(3, 16, 16)
    let pool = WorkerPool(threads: 1)
    let before = bytes_asked_by_this_thread()
    let network = try Network(
      TestArchitecture(list: layers), image: image, classes: 4, batchSize: 256, seed: 1, pool: pool)
    let batch = LaneBatch(image, capacity: 256)
    let trainStep = TrainStep(network, OptimizerSettings())
    let asked = Double(bytes_asked_by_this_thread() - before)
    let told = TrainingMemory(network.layers.map(\.spec), image: image)
      .bytes(LearnerOptions(batchSize: 256))
    #expect(abs(asked / Double(told) - 1) < 0.03, "\(asked) bytes, not \(told)")
    batch.setLabels((0..<256).map { UInt8($0 % 4) })
    func step(_ number: Int) {
      _ = trainStep.loss(batch, step: number)
      trainStep.learn(batch, StepRates(constant: 0.01))
    }
    step(0)
    let count = allocations_of_this_thread()
    step(1)
    #expect(allocations_of_this_thread() == count)
  }

  @Test(arguments: Architectures.all.map(\.name))
  func `to tell what a network would take asks for next to nothing`(_ name: String) throws {
    let image = MapShape(3, 128, 128)
    let architecture = try Architectures.named(name)
    let before = bytes_asked_by_this_thread()
    let layers = try architecture.specs(
      architecture.widths(image: image, classes: 10), image: image, classes: 10)
    let told = TrainingMemory(layers, image: image).bytes(LearnerOptions(batchSize: 65_536))
    let asked = bytes_asked_by_this_thread() - before
    #expect(told > 1 << 30)
    #expect(asked < 4 << 20, "\(asked) bytes")
  }
}
