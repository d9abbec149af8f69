import Foundation
import Kernels

/// The processor, what it offers, and what the program was compiled for.
struct ProcessorFacts: Equatable, Sendable {
  let model: String?
  /// Cores of the machine, and those that the lab may use.
  let cores: Int
  let usableCores: Int
  /// Threads of the lab's pool.
  let threads: Int
  /// The processor's features, as the system calls them; empty if it does not report them.
  let features: Set<String>
  let build: Build

  /// What the program was compiled for.
  struct Build: Equatable, Sendable {
    /// The value of -march.
    let march: String
    let features: Set<String>
    let vectorBits: Int

    static let ofThisProgram = Build(
      march: KernelBuild.march, features: KernelBuild.features, vectorBits: KernelBuild.vectorBits)
  }

  /// Instruction sets by width of their vector registers, the widest first, with the features that the kernels need.
  private static let sets: [(bits: Int, features: [(name: String, title: String)])] = [
    (512, [("avx512f", "AVX-512F"), ("avx512vl", "VL"), ("avx512bw", "BW"), ("avx512dq", "DQ")]),
    (256, [("avx2", "AVX2"), ("fma", "FMA"), ("bmi2", "BMI2")]),
    (128, [("sse4_2", "SSE4.2"), ("popcnt", "POPCNT")]),
    (128, [("asimd", "NEON")]),
  ]

  /// A line for each instruction set of which `features` has anything, the widest first.
  private static func titles(_ features: Set<String>) -> [String] {
    sets.map { set in
      set.features.filter { features.contains($0.name) }.map(\.title).joined(separator: " ")
    }.filter { !$0.isEmpty }
  }

  var offered: [String] { Self.titles(features) }
  var compiled: [String] { Self.titles(build.features) }

  /// Bits of the widest vector registers that the processor offers in full.
  var offeredBits: Int? { Self.sets.first { $0.features.allSatisfy { features.contains($0.name) } }?.bits }

  /// Whether the processor has wider vector registers than the program uses.
  var isUnderused: Bool { build.vectorBits < offeredBits ?? 0 }
}

extension ProcessorFacts {
  /// From `/proc/cpuinfo`, whose first processor stands for all.
  init(cpuinfo: String, cores: Int, usableCores: Int, threads: Int, build: Build) {
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
      threads: threads, features: Set(features.split(separator: " ").map(String.init)), build: build)
  }

  /// This machine, with a pool of so many threads.
  static func ofThisMachine(threads: Int?) -> ProcessorFacts {
    let usable = WorkerPool.availableCores
    return ProcessorFacts(
      cpuinfo: ProcText.read("cpuinfo") ?? "", cores: ProcessInfo.processInfo.processorCount, usableCores: usable,
      threads: threads ?? usable, build: .ofThisProgram)
  }
}
