import Synchronization

/// What the outside may ask of a learner; it looks here once a batch.
package final class TrainingControl: Sendable {
  package enum Request: Sendable, Equatable {
    case run
    case pause
    /// One more step, then pause again.
    case step
    case stopAfterEpoch
    case stop
  }

  private struct State {
    var request = Request.run
    var learningRate: Double?
  }
  private let state = Mutex(State())

  package init() {}

  package var request: Request {
    get { state.withLock { $0.request } }
    set { state.withLock { $0.request = newValue } }
  }

  /// A rate that replaces the schedule's from the next step on, or nil.
  package var learningRate: Double? {
    get { state.withLock { $0.learningRate } }
    set { state.withLock { $0.learningRate = newValue } }
  }
}
