import Dispatch
import Foundation
import ImageData
import Kernels

/// The batches of a set, one at a time. Where a core is left beside those of the network's pool, a thread fills the
/// next batch while the caller trains on the last one; elsewhere the pool fills each batch when it is asked for. The
/// values are the same either way.
final class BatchFeed {
  private let maker: BatchMaker
  private var current: LaneBatch
  private var ahead: (batch: LaneBatch, preparer: BatchPreparer)?

  init(
    _ set: ImageSet, statistics: ChannelStatistics, capacity: Int, pool: WorkerPool,
    cores: Int = WorkerPool.availableCores, create: WorkerPool.CreateThread = WorkerPool.createThread
  ) {
    maker = BatchMaker(set, statistics: statistics, pool: pool)
    current = maker.makeBatch(capacity: capacity)
    guard cores > pool.threads else { return }
    let own = BatchMaker(set, statistics: statistics, pool: WorkerPool(threads: 1))
    guard let preparer = BatchPreparer(own, create) else { return }
    ahead = (own.makeBatch(capacity: capacity), preparer)
  }

  /// Whether a thread fills the next batch while the last one is in use.
  var preparesAhead: Bool { ahead != nil }

  /// Batch `index` of the plan of `epoch`. Its buffer is reused by the next call.
  func batch(_ index: Int, of plan: BatchPlan, epoch: Int) -> LaneBatch {
    guard let preparer = ahead?.preparer else {
      maker.fill(current, index, of: plan)
      return current
    }
    if preparer.finish() == BatchPreparer.Place(epoch: epoch, index: index) {
      swap(&current, &ahead!.batch)
    } else {
      maker.fill(current, index, of: plan)
    }
    if index + 1 < plan.batches {
      preparer.start(ahead!.batch, of: plan, at: BatchPreparer.Place(epoch: epoch, index: index + 1))
    }
    return current
  }
}

/// A thread that fills one batch at a time, and sleeps in between.
private final class BatchPreparer {
  struct Place: Equatable {
    let epoch: Int
    let index: Int
  }

  /// What the thread and its owner share. Between `asked` and `done` only the thread touches it.
  private final class Desk: @unchecked Sendable {
    let asked = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)
    var job: (batch: LaneBatch, index: Int, plan: BatchPlan)?
    private let maker: BatchMaker

    init(_ maker: BatchMaker) { self.maker = maker }

    /// The thread's loop: fills each batch that is asked for, and ends when it is asked for none.
    func work() {
      SignalStack.use()
      while true {
        asked.wait()
        guard let job else { return }
        maker.fill(job.batch, job.index, of: job.plan)
        done.signal()
      }
    }
  }

  private let desk: Desk
  private var place: Place?

  /// nil where the system allows no more threads.
  init?(_ maker: BatchMaker, _ create: WorkerPool.CreateThread) {
    desk = Desk(maker)
    let context = Unmanaged.passRetained(desk)
    var thread = pthread_t()
    let status = create(
      &thread,
      { context in
        Unmanaged<Desk>.fromOpaque(context!).takeRetainedValue().work()
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.release()
      return nil
    }
    pthread_detach(thread)
  }

  deinit {
    _ = finish()
    desk.asked.signal()
  }

  /// Begins to fill `batch`; nobody else may touch it until `finish`.
  func start(_ batch: LaneBatch, of plan: BatchPlan, at place: Place) {
    self.place = place
    desk.job = (batch, place.index, plan)
    desk.asked.signal()
  }

  /// Waits until the batch is filled, and returns which one it is.
  func finish() -> Place? {
    guard let place else { return nil }
    desk.done.wait()
    desk.job = nil
    self.place = nil
    return place
  }
}
