import Foundation

/// What the outside may ask of a learner; it looks here once a batch.
package final class TrainingControl: @unchecked Sendable {
  /// What to do next.
  package enum Request: Sendable, Equatable {
    case run
    case pause
    /// One more step, then pause again.
    case step
    case stopAfterEpoch
    case stop
    /// After a divergence: go on from the last good weights with smaller rates.
    case recover
  }

  /// Whether a run whose loss is not finite waits for a decision; where not, it ends.
  package let holdsOnDivergence: Bool

  private let condition = NSCondition()
  private var requested = Request.run
  private var rate: Double?

  /// A control that lets the learner run.
  package init(holdsOnDivergence: Bool = false) { self.holdsOnDivergence = holdsOnDivergence }

  /// What is asked now; a learner that waits wakes up when it changes.
  package var request: Request {
    get { condition.withLock { requested } }
    set {
      condition.withLock {
        requested = newValue
        condition.broadcast()
      }
    }
  }

  /// A rate that replaces the schedule's from the next step on, or nil.
  package var learningRate: Double? {
    get { condition.withLock { rate } }
    set { condition.withLock { rate = newValue } }
  }

  /// Waits until something else than a pause is asked, and tells what.
  func waitWhilePaused() -> Request {
    condition.withLock {
      while requested == .pause { condition.wait() }
      return requested
    }
  }

  /// A decision is needed from now on: one that was made too early does not count. Tells what was asked before.
  func expectDecision() -> Request {
    condition.withLock {
      if requested == .recover { requested = .run }
      return requested
    }
  }

  /// Waits until it is decided how a run goes on whose loss is not finite; false: it ends. Where it goes on, `request`
  /// holds again.
  func waitForRecovery(then request: Request) -> Bool {
    condition.withLock {
      while requested != .recover, requested != .stop { condition.wait() }
      guard requested == .recover else { return false }
      requested = request
      return true
    }
  }

  /// Turns a single step, once it is taken, into a pause again.
  func stepTaken() {
    condition.withLock { if requested == .step { requested = .pause } }
  }
}
