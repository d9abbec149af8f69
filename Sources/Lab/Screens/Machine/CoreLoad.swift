/// How a core spent the time between two samples, as fractions.
struct CoreLoad: Equatable, Sendable {
  let core: Int
  let lab: Double
  /// Other processes of this system.
  let others: Double
  /// Other virtual machines on the same processor.
  let stolen: Double

  /// One value per core; empty if the system does not report them, or no time has passed.
  ///
  /// The system counts CPU time per thread, but not on which core. A thread's time is attributed to the core that it
  /// last ran on, as far as that was busy; the rest to the other busy cores.
  static func between(_ earlier: MachineSample, _ later: MachineSample) -> [CoreLoad] {
    guard let before = earlier.lab, let now = later.lab else { return [] }
    let first = Dictionary(earlier.cores.map { ($0.core, $0) }) { one, _ in one }
    let cores = later.cores.compactMap { core in first[core.core].flatMap { core.since($0) } }
    var byThreads: [Int: UInt64] = [:]
    for (id, thread) in later.threads {
      byThreads[thread.core, default: 0] &+= thread.ticks.since(earlier.threads[id]?.ticks ?? 0)
    }
    var left = now.since(before)
    var lab = cores.map { core in
      let ticks = min(byThreads[core.core] ?? 0, core.busy, left)
      left -= ticks
      return ticks
    }
    for (index, core) in cores.enumerated() {
      let ticks = min(core.busy - lab[index], left)
      lab[index] += ticks
      left -= ticks
    }
    return zip(cores, lab).map { core, lab in
      let total = Double(core.total)
      return CoreLoad(
        core: core.core, lab: Double(lab) / total, others: Double(core.busy - lab) / total,
        stolen: Double(core.stolen) / total)
    }
  }
}

extension [CoreLoad] {
  /// The mean over all cores.
  func mean(_ share: KeyPath<CoreLoad, Double>) -> Double {
    isEmpty ? 0 : reduce(0) { $0 + $1[keyPath: share] } / Double(count)
  }

  /// The fraction of all cores that others took, on this system or beside it.
  var othersInAll: Double { mean(\.others) + mean(\.stolen) }
}

extension UInt64 {
  /// 0 if the counter went back, as some of the system's do.
  fileprivate func since(_ earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}

extension CoreTicks {
  /// Difference of two samples; nil if no time has passed.
  fileprivate func since(_ earlier: CoreTicks) -> CoreTicks? {
    let passed = CoreTicks(
      core: core, busy: busy.since(earlier.busy), stolen: stolen.since(earlier.stolen),
      idle: idle.since(earlier.idle))
    return passed.total > 0 ? passed : nil
  }
}
