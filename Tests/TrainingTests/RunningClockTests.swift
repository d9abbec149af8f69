import CMachine
import Foundation
import Testing

@testable import Training

@Suite struct RunningClockTests {
  /// A system that a test moves by hand, in seconds.
  private final class System {
    var time = 100.0
    var continued: Double?

    var clock: RunningClock {
      RunningClock(
        now: { Int64(self.time * 1e9) }, continuedAt: { self.continued.map { Int64($0 * 1e9) } ?? Int64.min })
    }

    /// Works, is stopped, and works again.
    func goThrough(work before: Double, stop: Double, work after: Double) {
      time += before + stop
      continued = time
      time += after
    }
  }

  @Test func `it goes on with the system's clock while the process runs`() {
    let system = System()
    let clock = system.clock
    let start = clock.seconds()
    system.time += 3
    #expect(abs(clock.seconds() - start - 3) < 1e-6)
  }

  @Test func `a suspension does not count, nor what was worked between the last reading and it`() {
    let system = System()
    let clock = system.clock
    let start = clock.seconds()
    system.time += 1
    #expect(abs(clock.seconds() - start - 1) < 1e-6)
    system.goThrough(work: 0.25, stop: 3600, work: 0.5)
    #expect(abs(clock.seconds() - start - 1.5) < 1e-6)
    system.time += 1
    #expect(abs(clock.seconds() - start - 2.5) < 1e-6)
  }

  @Test func `suspensions between two readings count as one`() {
    let system = System()
    let clock = system.clock
    let start = clock.seconds()
    system.goThrough(work: 0.1, stop: 60, work: 0.1)
    system.goThrough(work: 0.1, stop: 60, work: 0.5)
    #expect(abs(clock.seconds() - start - 0.5) < 1e-6)
  }

  @Test func `one that ends while the clock is read counts with the next reading, once`() {
    let system = System()
    let clock = RunningClock(
      now: { Int64(system.time * 1e9) },
      continuedAt: {
        // The reading is taken; now the process is stopped for a minute.
        if system.time == 101 { system.goThrough(work: 0, stop: 60, work: 0) }
        return system.continued.map { Int64($0 * 1e9) } ?? Int64.min
      })
    let start = clock.seconds()
    system.time += 1
    #expect(abs(clock.seconds() - start - 1) < 1e-6)
    system.time += 2
    #expect(abs(clock.seconds() - start - 3) < 1e-6)
  }

  @Test func `one before the clock was made is none of its business`() {
    let system = System()
    system.goThrough(work: 1, stop: 60, work: 1)
    let clock = system.clock
    let start = clock.seconds()
    system.time += 1
    #expect(abs(clock.seconds() - start - 1) < 1e-6)
  }

  @Test func `the system tells when the process goes on`() {
    _ = machine_continued_at()
    let before = machine_nanoseconds()
    kill(getpid(), SIGCONT)
    while machine_continued_at() < before { sched_yield() }
    #expect(machine_continued_at() <= machine_nanoseconds())
  }
}
