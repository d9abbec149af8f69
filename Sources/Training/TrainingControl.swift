import Foundation

/// Requests to a learner, which reads them once per batch.
package final class TrainingControl: @unchecked Sendable {
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

  /// Whether a run waits for a decision when its loss is not finite; otherwise it ends.
  package let holdsOnDivergence: Bool

  private let condition = NSCondition()
  private var requested = Request.run
  private var rate: Double?

  package init(holdsOnDivergence: Bool = false) { self.holdsOnDivergence = holdsOnDivergence }

  /// The current request; setting it wakes a learner that waits.
  package var request: Request {
    get { condition.withLock { requested } }
    set {
      condition.withLock {
        requested = newValue
        condition.broadcast()
      }
    }
  }

  /// A manual rate from the next step on; nil: the schedule's.
  package var learningRate: Double? {
    get { condition.withLock { rate } }
    set { condition.withLock { rate = newValue } }
  }

  /// Waits until the request is no longer `.pause`, and returns it.
  func waitWhilePaused() -> Request {
    condition.withLock {
      while requested == .pause { condition.wait() }
      return requested
    }
  }

  /// From now on a decision is needed; an earlier one does not count. Returns the request from before.
  func expectDecision() -> Request {
    condition.withLock {
      if requested == .recover { requested = .run }
      return requested
    }
  }

  /// Waits for the decision after a divergence; false: the run ends. If it goes on, `request` holds again.
  func waitForRecovery(then request: Request) -> Bool {
    condition.withLock {
      while requested != .recover, requested != .stop { condition.wait() }
      guard requested == .recover else { return false }
      requested = request
      return true
    }
  }

  /// After a single step: pauses again.
  func stepTaken() {
    condition.withLock { if requested == .step { requested = .pause } }
  }
}
