import Kernels
import Screen

/// What all threads together could multiply and add in about a second, in GFLOP/s.
struct PeakMeasurement: Equatable, Sendable {
  /// Seconds since 1970.
  let time: Double
  /// Of many short loops: the machine's peak, as far as it showed.
  let best: Double
  /// Half of the loops were slower: what the machine gave beside its other work.
  let median: Double
  /// The share of the cores that others took meanwhile; nil where the system does not tell.
  let others: Double?
}

/// Measures the multiply-add peak.
struct PeakJob: LabJob {
  /// Together some second.
  private static let loops = 60

  func run(_ handle: JobHandle, in runtime: LabRuntime) {
    let pool = runtime.pool
    let before = MachineSample.now()
    let figures = (0..<Self.loops).lazy.prefix { _ in !handle.isStopped }
      .map { _ in MachinePeak.gigaflops(pool, rounds: 1) }.sorted()
    guard figures.count == Self.loops, let best = figures.last else { return }
    let after = MachineSample.now()
    let loads = CoreLoad.between(before, after)
    handle.post(
      MachineMessage.measured(
        PeakMeasurement(
          time: after.time, best: best, median: figures[figures.count / 2],
          others: loads.isEmpty ? nil : loads.othersInAll)))
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span { Span("measuring", Style(.warning)) }
}

extension LabState {
  /// Whether the peak can be measured: beside other work it would only show what that leaves.
  var peakAvailability: Availability {
    guard let job = jobs.all.first else { return .on }
    return job.work is PeakJob
      ? .off("a measurement is under way") : .off("the cores are taken by what the lab computes now")
  }

  mutating func measurePeak() -> [Effect] { [jobs.add(PeakJob())] }
}
