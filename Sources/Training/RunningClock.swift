import CMachine

/// Seconds that the process was at work: a clock that stands still while it is suspended, as by ^Z.
///
/// The system's own clocks go on then. A stop cannot be noticed (SIGSTOP cannot be caught), but its end can, by SIGCONT:
/// what passed between the reading before and that moment does not count. The more often the clock is read, the less work
/// goes uncounted with a suspension; a learner reads it at both ends of a step, and between batches of the validation.
final class RunningClock {
  private let now: () -> Int64
  private let continuedAt: () -> Int64
  private var last: Int64
  private var uncounted: Int64 = 0

  /// A clock over one that goes on while the process is suspended; `continuedAt` tells when it last went on by that
  /// clock. Both are in nanoseconds.
  init(
    now: @escaping () -> Int64 = machine_nanoseconds, continuedAt: @escaping () -> Int64 = machine_continued_at
  ) {
    self.now = now
    self.continuedAt = continuedAt
    // From the first question on it is noticed.
    _ = continuedAt()
    last = now()
  }

  /// Seconds from a beginning of its own. From one thread at a time.
  func seconds() -> Double {
    let reading = now()
    let continued = continuedAt()
    // One that ended after this reading is left to the next one.
    if continued > last, continued <= reading { uncounted += continued - last }
    last = reading
    return Double(reading - uncounted) * 1e-9
  }
}
