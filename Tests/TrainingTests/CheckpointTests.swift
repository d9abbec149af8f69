import Files
import Fuzzing
import Kernels
import Networks
import Testing

@testable import Training

@Suite struct CheckpointTests {
  private func example() throws -> (network: Network, checkpoint: Checkpoint) {
    let network = try TinyData.network()
    let learner = try TinyData.learner("0.1, 3", maxSteps: 5, network: network)
    learner.run()
    return (network, Checkpoint(learner.state, notes: ["a": "b"]))
  }

  @Test func aStateReadsBackToTheSameBits() throws {
    let (network, checkpoint) = try example()
    let read = try Checkpoint(bytes: checkpoint.bytes(for: network), for: network)
    #expect(read == checkpoint)
    #expect(read.state.progress.position.step == 5)
    #expect(read.state.buffers == network.buffers.all.values)
  }

  @Test func anyFlippedByteIsNoticed() throws {
    let (network, checkpoint) = try example()
    let bytes = try checkpoint.bytes(for: network)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<Mutator.cases(300) {
      var damaged = bytes
      let at = Int(generator.next() % UInt64(bytes.count))
      damaged[at] ^= UInt8(1 << (generator.next() % 8))
      // Padding may change without harm: what is read then must still be what was written.
      if let read = try? Checkpoint(bytes: damaged, for: network) { #expect(read == checkpoint, "byte \(at)") }
    }
    for count in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: (any Error).self) { try Checkpoint(bytes: Array(bytes[..<count]), for: network) }
    }
  }

  @Test func aPositionThatTheRecipeNeverPassesIsRefused() throws {
    let learner = try TinyData.learner("0.1, 3", maxSteps: 5)
    learner.run()
    var generator = SeededGenerator(seed: 6)
    let fields: [WritableKeyPath<TrainingPosition, Int>] = [\.fit, \.epoch, \.epochInFit, \.batch, \.iteration, \.step]
    let fresh = try TinyData.learner("0.1, 3")
    for _ in 0..<Mutator.cases(500) {
      var state = learner.state
      state.progress.position.isComplete = false
      let field = fields[Int(generator.next() % 6)]
      let value = [-1, 0, 1, 2, 3, 99, Int.min, Int.max][Int(generator.next() % 8)]
      guard state.progress.position[keyPath: field] != value else { continue }
      state.progress.position[keyPath: field] = value
      #expect(throws: LearnerStateError.self) { try fresh.restore(state) }
    }
    var state = learner.state
    state.values.removeLast()
    #expect(throws: LearnerStateError.self) { try fresh.restore(state) }
    state = learner.state
    state.buffers.removeLast()
    #expect(throws: LearnerStateError.self) { try fresh.restore(state) }
  }

  @Test func anotherNetworksCheckpointIsRefused() throws {
    let (network, checkpoint) = try example()
    let bytes = try checkpoint.bytes(for: network)
    #expect(throws: WeightsError.self) {
      try Checkpoint(bytes: bytes, for: TinyData.network(widths: [4, 6, 9]))
    }
  }

  /// The file as the format before would have it: weights without a part, the others with one that ends with a dot, and
  /// no word of the optimiser.
  private func inFormatWithDots(_ bytes: [UInt8]) throws -> [UInt8] {
    var file = try Safetensors(bytes: bytes)
    for (part, old) in [("weights/", ""), ("optimizer.momentum/", "momentum."), ("good/", "good.")] {
      for index in file.tensors.indices where file.tensors[index].name.hasPrefix(part) {
        file.tensors[index].name = old + file.tensors[index].name.dropFirst(part.count)
      }
    }
    file.metadata["format"] = "cifarlab checkpoint 2"
    file.metadata["optimizer"] = nil
    file.metadata["crc32c"] = Checkpoint.checksum(file)
    return file.bytes
  }

  @Test(arguments: [nil, 5, 4, 3, 1]) func `a file of the format before reads to the same bits`(steps: Int?) throws {
    let network = try TinyData.network()
    let learner = try TinyData.learner("0.1, 1", "0.05, 1", maxSteps: steps, network: network)
    learner.run()
    let checkpoint = Checkpoint(learner.state, notes: ["a": "b"])
    let old = try inFormatWithDots(checkpoint.bytes(for: network))
    #expect(try Checkpoint(bytes: old, for: network) == checkpoint)
  }

  @Test func `a format to come is refused`() throws {
    let (network, checkpoint) = try example()
    var file = try Safetensors(bytes: checkpoint.bytes(for: network))
    file.metadata["format"] = "cifarlab checkpoint 4"
    file.metadata["crc32c"] = Checkpoint.checksum(file)
    #expect(throws: SafetensorsError.self) { try Checkpoint(bytes: file.bytes, for: network) }
  }

  @Test func `layers that are called like its parts are told apart from them`() throws {
    let layers = [NamedLayer("momentum", Linear(5, relu: true)), NamedLayer("good", Linear(4))]
    let network = try TinyData.network(TestArchitecture(list: layers), widths: [1])
    let learner = try TinyData.learner("0.1, 2", network: network)
    learner.run()
    let checkpoint = Checkpoint(learner.state)
    #expect(try Checkpoint(bytes: checkpoint.bytes(for: network), for: network) == checkpoint)
  }

  @Test func `the state of another optimiser is refused`() throws {
    let learner = try TinyData.learner("0.1, 1")
    learner.run()
    let fresh = try TinyData.learner("0.1, 1")
    let changes: [(inout OptimizerState) -> Void] = [
      { $0.slots["variance"] = $0.slots["momentum"] }, { $0.slots = [:] }, { $0.slots["momentum"]?.removeLast() },
      { $0.stepsSinceReset = -1 }, { $0.stepsSinceReset = 4 },
    ]
    for change in changes {
      var state = learner.state
      change(&state.optimizer)
      #expect(throws: LearnerStateError.self) { try fresh.restore(state) }
    }
  }

  @Test func theChecksumIsThatOfRFC3720() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(0..<32) == 0x46DD_794E)
    #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
  }
}
