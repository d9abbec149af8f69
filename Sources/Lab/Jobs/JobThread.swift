import Foundation
import Kernels

/// A thread that runs jobs one after the other.
final class JobThread: @unchecked Sendable {
  private let condition = NSCondition()
  private var waiting: [(id: JobID?, work: @Sendable () -> Void)] = []
  private var isClosed = false
  private var isIdle = true

  init(_ name: String) {
    let thread = Thread { [self] in work() }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  func submit(_ id: JobID? = nil, _ work: @escaping @Sendable () -> Void) {
    condition.withLock {
      waiting.append((id, work))
      condition.signal()
    }
  }

  /// Removes a queued job; false if it has begun.
  func withdraw(_ id: JobID) -> Bool {
    condition.withLock {
      guard let index = waiting.firstIndex(where: { $0.id == id }) else { return false }
      waiting.remove(at: index)
      return true
    }
  }

  /// Accepts no more jobs, drops the queued ones, and waits up to `seconds` for the running one.
  func close(within seconds: Double) {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.withLock {
      isClosed = true
      waiting = []
      condition.broadcast()
      while !isIdle, condition.wait(until: deadline) {}
    }
  }

  private func work() {
    SignalStack.use()
    while let work = next() { work() }
  }

  private func next() -> (@Sendable () -> Void)? {
    condition.withLock {
      isIdle = true
      condition.broadcast()
      while waiting.isEmpty, !isClosed { condition.wait() }
      guard !isClosed else { return nil }
      isIdle = false
      return waiting.removeFirst().work
    }
  }
}
