import Fuzzing
import Kernels
import Testing

@testable import Training

/// Damaged and hostile files and texts by the hundred: each is read or refused with a typed error.
@Suite struct FuzzTests {
  @Test func fitCalls() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "1e-1", "2", ",", "=", "/", " ", "cycle_len", "cycle_mult", "use_clr", "use_clr_beta", "wds", "-", ".", "é", "\0",
      "99999999999999999999", "inf", "0x1p3", "4", "8", "\n", "e", "👩‍👩‍👧",
    ]
    for _ in 0..<Mutator.cases(3000) {
      var text = generator.next() % 2 == 0 ? "1e-1, 2, " : ""
      for _ in 0..<generator.next() % 9 { text += pieces[Int(generator.next() % UInt64(pieces.count))] }
      do {
        let call = try FitCall(parsing: text)
        #expect(try FitCall(parsing: call.description) == call)
      } catch {
        #expect((1...text.count + 1).contains(error.column))
      }
    }
  }

  @Test func safetensors() {
    var generator = SeededGenerator(seed: 9)
    let original = SafetensorsTests.example.bytes
    for _ in 0..<Mutator.cases(2000) {
      var bytes = original
      for _ in 0...generator.next() % 4 {
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: at)
        default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: at)
        }
      }
      do {
        let read = try Safetensors(bytes: bytes)
        #expect(read.tensors.reduce(0) { $0 + $1.values.count } * 4 <= bytes.count)
      } catch { #expect(!error.description.isEmpty) }
    }
  }

  @Test func checkpoints() throws {
    let network = try TinyData.network()
    let learner = try TinyData.learner("0.1, 3", maxSteps: 5, network: network)
    learner.run()
    let original = try Checkpoint(learner.state, notes: ["a": "b"]).bytes(for: network)
    let fresh = try TinyData.learner("0.1, 3")
    var mutator = Mutator(seed: 10)
    for index in 0..<Mutator.cases(300) {
      let bytes = index % 2 == 0 ? mutator.next(of: [original]) : try withOtherProgress(original, &mutator)
      do {
        try fresh.restore(Checkpoint(bytes: bytes, for: network).state)
      } catch {
        #expect(error is SafetensorsError || error is WeightsError || error is LearnerStateError, "\(error)")
      }
    }
  }

  /// The file with something wrong in its progress, which its checksum does not tell.
  private func withOtherProgress(_ bytes: [UInt8], _ mutator: inout Mutator) throws -> [UInt8] {
    var file = try Safetensors(bytes: bytes)
    let progress = try #require(file.metadata["progress"])
    file.metadata["progress"] = String(decoding: mutator.next(of: [Array(progress.utf8)]), as: UTF8.self)
    file.metadata["crc32c"] = Checkpoint.checksum(file)
    return file.bytes
  }
}
