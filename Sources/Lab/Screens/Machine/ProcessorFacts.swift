import CMachine
import Foundation
import Kernels

/// What the processor is and offers, and what the program was compiled for.
struct ProcessorFacts: Equatable, Sendable {
  /// As the system names it.
  let model: String?
  /// Of the machine, and those that the lab may use.
  let cores: Int
  let usableCores: Int
  /// Of the lab's pool.
  let threads: Int
  /// Names of features, as the system writes them; none where it does not tell.
  let features: Set<String>
  /// The -march value of the build.
  let compiledFor: String

  /// Widths of vector registers, the widest first, with the features that the kernels take for granted there.
  private static let registers: [(bits: Int, march: String, sets: [(feature: String, title: String)])] = [
    (
      512, "x86-64-v4",
      [("avx512f", "AVX-512F"), ("avx512vl", "VL"), ("avx512bw", "BW"), ("avx512dq", "DQ")]
    ),
    (256, "x86-64-v3", [("avx2", "AVX2"), ("fma", "FMA"), ("bmi2", "BMI2")]),
    (128, "x86-64-v2", [("sse4_2", "SSE4.2"), ("popcnt", "POPCNT")]),
    (128, "aarch64", [("asimd", "NEON")]),
  ]

  /// The instruction sets that the kernels know and the processor offers, the widest first.
  var offered: [String] {
    Self.registers.map { $0.sets.filter { features.contains($0.feature) }.map(\.title).joined(separator: " ") }
      .filter { !$0.isEmpty }
  }

  /// Bits of the widest vector registers that the processor offers in full.
  var offeredBits: Int? { Self.registers.first { $0.sets.allSatisfy { features.contains($0.feature) } }?.bits }

  /// Bits of the vector registers that the program was compiled for, where the name of its target tells.
  var compiledBits: Int? { compiledFor == "x86-64" ? 128 : Self.registers.first { $0.march == compiledFor }?.bits }

  /// Whether the processor could do more at once than the program asks of it.
  var isUnderused: Bool { (compiledBits ?? .max) < offeredBits ?? 0 }

  /// What `compiledFor` means.
  var build: String {
    if let compiledBits { return "\(compiledFor), \(compiledBits) bits" }
    return compiledFor == "native" ? "native: what the machine it was built on offers" : compiledFor
  }
}

extension ProcessorFacts {
  /// From `/proc/cpuinfo`, whose first processor stands for all.
  init(cpuinfo: String, cores: Int, usableCores: Int, threads: Int, compiledFor: String) {
    var values: [Substring: String] = [:]
    for line in cpuinfo.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].prefix { $0 != "\t" }
      if values[key] == nil { values[key] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let features = values["flags"] ?? values["Features"] ?? ""
    self.init(
      model: values["model name"].flatMap { $0.isEmpty ? nil : $0 }, cores: cores, usableCores: usableCores,
      threads: threads, features: Set(features.split(separator: " ").map(String.init)), compiledFor: compiledFor)
  }

  /// Those of this machine, for a pool of so many threads.
  static func ofThisMachine(threads: Int?) -> ProcessorFacts {
    let usable = WorkerPool.availableCores
    return ProcessorFacts(
      cpuinfo: ProcText.read("cpuinfo") ?? "", cores: ProcessInfo.processInfo.processorCount, usableCores: usable,
      threads: threads ?? usable, compiledFor: String(cString: machine_compiled_for()))
  }
}
