import Files
import Foundation

/// Files under `/proc`; nil on systems without it.
enum ProcText {
  private static let limit = 1 << 20
  private static let mostThreads = 4_096

  /// Up to one mebibyte of a file.
  static func read(_ name: String) -> String? {
    guard let bytes = try? OpenFile(reading: "/proc/" + name).read(upTo: limit) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  fileprivate static var threads: [Int: ThreadTicks] {
    let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    var threads: [Int: ThreadTicks] = [:]
    for id in ids.prefix(mostThreads) {
      // A thread may have ended since.
      if let id = Int(id) { threads[id] = read("self/task/\(id)/stat").flatMap(ThreadTicks.init) }
    }
    return threads
  }
}

extension MachineSample {
  static func now() -> MachineSample {
    MachineSample(
      time: Date().timeIntervalSince1970, cores: CoreTicks.parse(ProcText.read("stat") ?? ""),
      lab: ProcText.read("self/stat").flatMap(ThreadTicks.init)?.ticks, threads: ProcText.threads,
      memory: MemoryUse(system: ProcText.read("meminfo") ?? "", process: ProcText.read("self/status") ?? ""))
  }
}
