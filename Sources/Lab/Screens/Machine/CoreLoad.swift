/// What became of a core's time between two samples, as shares of it.
struct CoreLoad: Equatable, Sendable {
  let core: Int
  let lab: Double
  /// Other processes of this system.
  let others: Double
  /// Other systems on the same processor.
  let stolen: Double

  /// The shares of each core; none where the system does not tell, or where no time has passed.
  ///
  /// The system counts what the lab's threads take, but not on which core. A thread counts on the core that it last ran
  /// on, as far as that was busy; what is left counts on the other busy cores.
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

  /// What others took of all cores, on this system or beside it.
  var othersInAll: Double { mean(\.others) + mean(\.stolen) }
}

extension UInt64 {
  /// Some of the system's counters go back a little at times.
  fileprivate func since(_ earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}

extension CoreTicks {
  /// What has passed; nil where nothing has.
  fileprivate func since(_ earlier: CoreTicks) -> CoreTicks? {
    let passed = CoreTicks(
      core: core, busy: busy.since(earlier.busy), stolen: stolen.since(earlier.stolen),
      idle: idle.since(earlier.idle))
    return passed.total > 0 ? passed : nil
  }
}
