@testable import Lab

/// What a machine with a few cores would tell.
enum MachineSamples {
  static let cpuinfo = """
    processor\t: 0
    model name\t: Example CPU @ 3.00GHz
    flags\t\t: fpu sse4_2 popcnt avx2 fma bmi2 avx512f avx512dq avx512bw avx512vl

    processor\t: 1
    model name\t: Another CPU
    flags\t\t: fpu

    """
  static let meminfo = """
    MemTotal:       16384000 kB
    MemFree:         8192000 kB
    MemAvailable:   12288000 kB
    SwapTotal:       1048576 kB
    SwapFree:         524288 kB

    """
  static let status = "Name:\tcifarlab\nVmHWM:\t  614400 kB\nVmRSS:\t  512000 kB\n"

  /// The features of `x86-64-v4`.
  static let features: Set<String> = [
    "sse4_2", "popcnt", "avx2", "fma", "bmi2", "avx512f", "avx512dq", "avx512bw", "avx512vl",
  ]

  static func processor(
    build: ProcessorFacts.Build = .init(march: "native", features: features, vectorBits: 512)
  ) -> ProcessorFacts {
    ProcessorFacts(cpuinfo: cpuinfo, cores: 4, usableCores: 2, threads: 2, build: build)
  }

  /// A second after the other: the lab is busy on even cores, others on odd ones, of which a little is stolen.
  static func sample(_ second: Int, at time: Double = 0, cores: Int = 2) -> MachineSample {
    let others = (0..<second).reduce(0) { $0 + 20 + $1 % 30 }
    return MachineSample(
      time: time,
      cores: (0..<cores).map { core in
        let busy = UInt64(core % 2 == 0 ? 90 * second : others)
        let stolen = UInt64(core % 2 * second)
        return CoreTicks(core: core, busy: busy, stolen: stolen, idle: UInt64(100 * second) - busy - stolen)
      },
      lab: UInt64(80 * second), threads: [7: ThreadTicks("7 (lab) R" + thread(ticks: 80 * second, core: 0))!],
      memory: MemoryUse(system: meminfo, process: status))
  }

  /// The fields behind the state.
  static func thread(ticks: Int, core: Int) -> String {
    String(repeating: " 0", count: 10) + " \(ticks) 0" + String(repeating: " 0", count: 23) + " \(core) 0\n"
  }

  static let disk = DiskUse(
    runs: DiskUse.Folder(
      path: "/home/somebody/runs", bytes: 35_651_584, count: 12,
      disk: DiskUse.Disk(id: 1, free: 50_000_000_000, size: 250_000_000_000)),
    cache: DiskUse.Folder(
      path: "/home/somebody/.cache/cifarlab", bytes: 367_001_600, count: 3,
      disk: DiskUse.Disk(id: 1, free: 50_000_000_000, size: 250_000_000_000)))

  /// All that the screen knows, `seconds` after it was opened.
  static func fill(_ state: inout LabState, seconds: Int = 90, cores: Int = 2) {
    let now = state.clock.seconds
    _ = state.machine.watch()
    var messages: [MachineMessage] = [.described(processor()), .diskMeasured(disk)]
    messages += (0...seconds).map { .sampled(sample($0, at: now - Double(seconds - $0), cores: cores)) }
    messages += [(412.3, 405.2, 0.02), (408.1, 362.5, 0.11), (397.4, 207.9, 0.52)].enumerated().map { index, figures in
      let (best, median, others) = figures
      return .measured(
        PeakMeasurement(time: now - 60 + Double(index) * 20, best: best, median: median, others: others))
    }
    for message in messages { _ = update(&state, message) }
  }
}
