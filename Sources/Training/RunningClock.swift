import CMachine

/// A clock that stands still while the process is suspended, as by ^Z.
///
/// The system's clocks go on meanwhile. SIGSTOP cannot be caught, but SIGCONT can: the time between the last reading
/// and SIGCONT is not counted. Work between that reading and the suspension is lost to the count, so a learner reads
/// the clock at both ends of a step and between batches of the validation.
final class RunningClock {
  private let now: () -> Int64
  private let continuedAt: () -> Int64
  private var last: Int64
  private var uncounted: Int64 = 0

  /// A clock over `now`, nanoseconds that count on during a suspension; `continuedAt` is the time of the last SIGCONT
  /// by it.
  init(
    now: @escaping () -> Int64 = machine_nanoseconds, continuedAt: @escaping () -> Int64 = machine_continued_at
  ) {
    self.now = now
    self.continuedAt = continuedAt
    // The first call installs the handler of SIGCONT.
    _ = continuedAt()
    last = now()
  }

  /// Seconds from an arbitrary origin. Not thread-safe.
  func seconds() -> Double {
    let reading = now()
    let continued = continuedAt()
    // A suspension that ended after this reading is left to the next one.
    if continued > last, continued <= reading { uncounted += continued - last }
    last = reading
    return Double(reading - uncounted) * 1e-9
  }
}
