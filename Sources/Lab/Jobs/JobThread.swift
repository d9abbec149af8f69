import Foundation

/// A thread that does one job after the other.
final class JobThread: @unchecked Sendable {
  private let condition = NSCondition()
  private var jobs: [@Sendable () -> Void] = []
  private var isClosed = false
  private var isIdle = true

  init(_ name: String) {
    let thread = Thread { [self] in work() }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  func submit(_ job: @escaping @Sendable () -> Void) {
    condition.withLock {
      jobs.append(job)
      condition.signal()
    }
  }

  /// Takes no more jobs, forgets those that have not begun, and waits for the one at hand, no longer than `seconds`.
  func close(within seconds: Double) {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.withLock {
      isClosed = true
      jobs = []
      condition.broadcast()
      while !isIdle, condition.wait(until: deadline) {}
    }
  }

  private func work() {
    while let job = next() { job() }
  }

  private func next() -> (@Sendable () -> Void)? {
    condition.withLock {
      isIdle = true
      condition.broadcast()
      while jobs.isEmpty, !isClosed { condition.wait() }
      guard !isClosed else { return nil }
      isIdle = false
      return jobs.removeFirst()
    }
  }
}
