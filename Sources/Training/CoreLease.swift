import Foundation

/// Exclusive use of the cores: a job holds them while it computes, other threads borrow them batch by batch.
///
/// A learner offers them between two batches, at most for a twentieth of its time. A borrower shares no state with the
/// learner, so that training gives the same bits with borrowers and without.
package final class CoreLease: @unchecked Sendable {
  /// The largest share of the holder's time that borrowers get.
  package static let share = 0.05

  private let condition = NSCondition()
  private let now: @Sendable () -> Double
  private var isHeld = false
  private var isLent = false
  /// Whether the holder waits for a borrower.
  private var isOffered = false
  private var borrowers = 0
  private var lastLoan = (seconds: 0.0, end: -Double.infinity)

  package convenience init() { self.init(now: Learner.monotonicSeconds) }

  /// The same with a clock in seconds.
  init(now: @escaping @Sendable () -> Double) { self.now = now }

  /// Whether a borrower is waiting.
  var isWanted: Bool { condition.withLock { borrowers > 0 } }

  /// Holds the cores while `body` runs, except when it offers or lends them.
  package func hold<Result>(_ body: () throws -> Result) rethrows -> Result {
    take()
    defer { giveBack() }
    return try body()
  }

  /// Runs `body` as soon as the cores are free, offered or lent.
  package func borrow<Result>(_ body: () throws -> Result) rethrows -> Result {
    condition.withLock {
      borrowers += 1
      while isLent || isHeld && !isOffered { condition.wait() }
      borrowers -= 1
      isLent = true
    }
    let start = now()
    defer {
      condition.withLock {
        lastLoan = (now() - start, now())
        isLent = false
        isOffered = false
        condition.broadcast()
      }
    }
    return try body()
  }

  /// For the holder: lets one waiting borrower run if the share allows it, and waits until it is done.
  func offer() {
    condition.withLock {
      guard borrowers > 0, now() - lastLoan.end >= lastLoan.seconds * (1 / Self.share - 1) else { return }
      isOffered = true
      condition.broadcast()
      while isOffered { condition.wait() }
    }
  }

  /// For the holder: lets all borrowers run during `body`, which only waits.
  func lend<Result>(while body: () -> Result) -> Result {
    giveBack()
    defer { take() }
    return body()
  }

  private func take() {
    condition.withLock {
      while isHeld || isLent { condition.wait() }
      isHeld = true
    }
  }

  private func giveBack() {
    condition.withLock {
      isHeld = false
      condition.broadcast()
    }
  }
}

extension CoreLease? {
  /// Borrows the cores; without a lease runs `body` at once.
  func borrow<Result>(_ body: () throws -> Result) rethrows -> Result {
    if let lease = self { try lease.borrow(body) } else { try body() }
  }
}
