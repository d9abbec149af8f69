import Kernels
import Screen

/// Multiply-add throughput of all threads over about a second, in GFLOP/s.
struct PeakMeasurement: Equatable, Sendable {
  /// Seconds since 1970.
  let time: Double
  /// Maximum over many short loops: an estimate of the machine's peak.
  let best: Double
  /// Median over the loops: what was left beside other work.
  let median: Double
  /// Fraction of the cores that others took during the measurement; nil: unknown.
  let others: Double?
}

/// Measures the multiply-add peak.
struct PeakJob: LabJob {
  /// About a second in total.
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
  /// Only without other jobs: beside them the measurement would show the rest.
  var peakAvailability: Availability {
    guard let job = jobs.all.first else { return .on }
    return job.work is PeakJob
      ? .off("a measurement is under way") : .off("the cores are taken by what the lab computes now")
  }

  mutating func measurePeak() -> [Effect] { [jobs.add(PeakJob())] }
}
