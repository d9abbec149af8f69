import Files

/// Counters of the system at one moment: cores, memory, and the lab's part in both.
struct MachineSample: Equatable, Sendable {
  /// Seconds since 1970.
  let time: Double
  /// Empty if the system does not report them.
  let cores: [CoreTicks]
  /// CPU time of the lab, including threads that have ended.
  let lab: UInt64?
  /// By thread id.
  let threads: [Int: ThreadTicks]
  let memory: MemoryUse
}

/// Ticks of a core since boot.
struct CoreTicks: Equatable, Sendable {
  let core: Int
  /// Running any process.
  let busy: UInt64
  /// Taken by another virtual machine while this one was ready to run.
  let stolen: UInt64
  let idle: UInt64

  var total: UInt64 { busy + stolen + idle }

  /// Further cores are ignored.
  private static let most = 4_096
  /// Bound on counters, so that sums of ten do not overflow.
  private static let largest = UInt64.max / 16

  init(core: Int, busy: UInt64, stolen: UInt64, idle: UInt64) {
    (self.core, self.busy, self.stolen, self.idle) = (core, busy, stolen, idle)
  }

  /// From the lines `cpu0 user nice system idle iowait irq softirq steal …` of `/proc/stat`.
  static func parse(_ text: String) -> [CoreTicks] {
    text.split(separator: "\n").lazy.compactMap(CoreTicks.init).prefix(most).map(\.self)
  }

  private init?(line: Substring) {
    let words = line.split(separator: " ")
    guard words.count >= 5, words[0].hasPrefix("cpu"), let core = Int(words[0].dropFirst(3)), core >= 0 else {
      return nil
    }
    // The fields after the first eight (guest time) are included in user and nice.
    var ticks = words.dropFirst().prefix(8).compactMap { UInt64($0) }.filter { $0 <= Self.largest }
    guard ticks.count == min(words.count - 1, 8) else { return nil }
    ticks += Array(repeating: 0, count: 8 - ticks.count)
    self.core = core
    busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
    stolen = ticks[7]
    idle = ticks[3] + ticks[4]
  }
}

/// Ticks of a thread or process.
struct ThreadTicks: Equatable, Sendable {
  let ticks: UInt64
  /// The core it last ran on.
  let core: Int

  /// From `/proc/…/stat`. The name in parentheses may hold anything, parentheses too.
  init?(_ text: String) {
    guard let end = text.lastIndex(of: ")") else { return nil }
    // The first field behind the name is the third.
    let fields = text[text.index(after: end)...].split { $0 == " " || $0 == "\n" }
    guard fields.count > 36, let user = UInt64(fields[11]), let system = UInt64(fields[12]),
      let core = Int(fields[36]), case let (ticks, false) = user.addingReportingOverflow(system)
    else { return nil }
    self.ticks = ticks
    self.core = core
  }
}

/// In bytes; nil: not reported.
struct MemoryUse: Equatable, Sendable {
  let total: Int?
  let available: Int?
  let swapped: Int?
  /// The lab's memory: current and peak.
  let lab: Int?
  let labAtMost: Int?

  /// From `/proc/meminfo` and `/proc/self/status`.
  init(system: String, process: String) {
    total = Self.bytes("MemTotal", in: system)
    available = Self.bytes("MemAvailable", in: system)
    if let swap = Self.bytes("SwapTotal", in: system), let free = Self.bytes("SwapFree", in: system) {
      swapped = max(0, swap - free)
    } else {
      swapped = nil
    }
    lab = Self.bytes("VmRSS", in: process)
    labAtMost = Self.bytes("VmHWM", in: process)
  }

  /// The number of a line `key:   123 kB`.
  private static func bytes(_ key: String, in text: String) -> Int? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }) else { return nil }
    let words = line.split { $0 == " " || $0 == "\t" }
    guard words.count == 3, words[2] == "kB", let kibibytes = Int(words[1]), kibibytes >= 0,
      case let (bytes, false) = kibibytes.multipliedReportingOverflow(by: 1_024)
    else { return nil }
    return bytes
  }
}
