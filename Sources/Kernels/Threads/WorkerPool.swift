import CBlas
import CMachine
import Glibc
import Synchronization

/// A fixed set of threads that share out the numbered parts of one loop at a time.
///
/// Work is cut by batch and layer, never by the number of threads, and no part adds to what another part writes: the
/// results are the same bits with one thread or many. The calling thread works along; between loops the others look
/// for work for two milliseconds, then sleep, and so does the caller that waits for them. One caller at a time.
package final class WorkerPool: @unchecked Sendable {
  /// Creates a thread as `pthread_create` does; tests put one in its place that cannot.
  package typealias CreateThread =
    @Sendable (
      _ thread: UnsafeMutablePointer<pthread_t>,
      _ work: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?, _ context: UnsafeMutableRawPointer
    ) -> Int32

  /// Threads that work, the caller's included.
  package var threads: Int { workers.count + 1 }
  /// What has to be said where the system did not allow as many threads as were wanted.
  package private(set) var shortage: String?

  /// Turns of the spin, some 200 µs of them, before a thread yields its core between two turns.
  private static let spinCount = 10_000
  /// How long a thread then goes on spinning before it sleeps. To wake one costs more than a small layer's work, and the
  /// scheduler of a virtual machine may wake it on the caller's own core: no thread should sleep inside a training step.
  private static let spinDuration = Duration.milliseconds(2)

  private let clock = ContinuousClock()
  private let generation = Atomic<UInt32>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let callerSleeps = Atomic<Bool>(false)
  private let stopping = Atomic<Bool>(false)
  private let started = Atomic<Int>(0)
  /// The core that the caller was on when it last started a loop.
  private let callerCore = Atomic<Int32>(-1)
  private var total = 0
  private var loop: (kind: any PoolLoop.Type, place: UnsafeRawPointer)?
  /// A stretch of memory for each worker, for what one part needs and the next one may overwrite.
  private var scratch: [LaneTensor] = []
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let finished: UnsafeMutablePointer<pthread_cond_t>
  private var workers: [pthread_t] = []

  /// Cores that this process may use.
  package static var availableCores: Int { Int(machine_cores()) }

  /// Creates a thread of the usual kind.
  package static let createThread: CreateThread = { pthread_create($0, nil, $1, $2) }

  /// A pool of `threads`, by default one for each core that the process may use; of fewer where no more can be started.
  package init(threads: Int? = nil, create: CreateThread = WorkerPool.createThread) {
    let wanted = max(1, threads ?? Self.availableCores)
    mutex = .allocate(capacity: 1)
    wake = .allocate(capacity: 1)
    finished = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(finished, nil)
    // One layer owns parallelism, and it is this one.
    openblas_set_num_threads(1)
    for _ in 1..<wanted {
      var thread = pthread_t()
      let context = Unmanaged.passUnretained(self).toOpaque()
      let status = create(
        &thread,
        { context in
          // Without a reference of the thread's own: the pool ends when its users have let go of it.
          Unmanaged<WorkerPool>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.work() }
          return nil
        }, context)
      guard status == 0 else {
        shortage = """
          only \(self.threads) of \(wanted) threads could be started (\(String(cString: strerror(status)))); the work goes on \
          with those, and is only slower
          """
        break
      }
      workers.append(thread)
    }
  }

  deinit {
    stopping.store(true, ordering: .sequentiallyConsistent)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
    for worker in workers { pthread_join(worker, nil) }
    pthread_cond_destroy(wake)
    pthread_cond_destroy(finished)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    finished.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` for 0 ..< `count`, in any order and on all threads, and returns when all of it is done.
  ///
  /// What it captures takes a little memory from the heap: inside a training step the other `run` is used.
  package func run(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in run(count, over: body) { body, part, _ in body(part) } }
  }

  /// Makes sure that each worker has scratch for `vectors` vectors. For the time of planning, not of running.
  func reserve(vectors: Int) {
    guard vectors > scratch.first?.blockStride ?? 0 else { return }
    scratch = (0..<threads).map { _ in LaneTensor(MapShape(vectors, 1, 1), blocks: 1) }
  }

  /// The scratch of a worker, by the number that `run` gives with each part.
  func scratch(_ worker: Int) -> UnsafeMutablePointer<Lanes> { scratch[worker].storage }

  /// The same without a request for memory, if `body` captures nothing and finds all that it needs in `context`. It is
  /// told which worker runs it: for scratch memory, never for results.
  func run<Context>(
    _ count: Int, over context: Context, _ body: @escaping (_ context: Context, _ part: Int, _ worker: Int) -> Void
  ) {
    // The caller's thread does other things, too, some of which need denormal numbers.
    let mode = machine_flush_to_zero()
    defer { machine_restore(mode) }
    guard count > 1, threads > 1 else {
      for index in 0..<count { body(context, index, 0) }
      return
    }
    withUnsafePointer(to: LoopOver(context: context, body: body)) { place in
      let loop = (kind: LoopOver<Context>.self as any PoolLoop.Type, place: UnsafeRawPointer(place))
      self.loop = loop
      total = count
      next.store(0, ordering: .relaxed)
      busy.store(threads - 1, ordering: .relaxed)
      callerCore.store(machine_core(), ordering: .relaxed)
      generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
      if sleeping.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(mutex)
      }
      take(loop, worker: 0)
      waitForWorkers()
      self.loop = nil
    }
  }

  private func take(_ loop: (kind: any PoolLoop.Type, place: UnsafeRawPointer), worker: Int) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < total else { return }
      loop.kind.run(loop.place, index, worker)
    }
  }

  private func work() {
    _ = machine_flush_to_zero()
    let worker = started.wrappingAdd(1, ordering: .relaxed).newValue
    var seen: UInt32 = 0
    while true {
      waitForWork(since: seen)
      machine_leave_core(callerCore.load(ordering: .relaxed))
      seen = generation.load(ordering: .acquiring)
      if stopping.load(ordering: .acquiring) { return }
      if let loop { take(loop, worker: worker) }
      if busy.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0,
        callerSleeps.load(ordering: .sequentiallyConsistent)
      {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(finished)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  /// The parts are coarse and even, so the wait for the last one is short, unless another process has the core.
  private func waitForWorkers() {
    if spinUntil({ busy.load(ordering: .acquiring) == 0 }) { return }
    pthread_mutex_lock(mutex)
    callerSleeps.store(true, ordering: .sequentiallyConsistent)
    while busy.load(ordering: .sequentiallyConsistent) > 0 { pthread_cond_wait(finished, mutex) }
    callerSleeps.store(false, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  private func waitForWork(since seen: UInt32) {
    if spinUntil({ generation.load(ordering: .acquiring) != seen }) { return }
    pthread_mutex_lock(mutex)
    sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(wake, mutex) }
    sleeping.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  /// Spins until `condition` is true; false if it is not by the end of `spinDuration`.
  @inline(__always)
  private func spinUntil(_ condition: () -> Bool) -> Bool {
    for _ in 0..<Self.spinCount {
      if condition() { return true }
      machine_relax()
    }
    let end = clock.now + Self.spinDuration
    repeat {
      if condition() { return true }
      sched_yield()
    } while clock.now < end
    return condition()
  }
}

/// A loop of any kind, where it stands on the stack of the thread that asked for it.
private protocol PoolLoop {
  /// Runs one part of the loop that stands at `place`.
  static func run(_ place: UnsafeRawPointer, _ part: Int, _ worker: Int)
}

private struct LoopOver<Context>: PoolLoop {
  let context: Context
  let body: (Context, Int, Int) -> Void

  static func run(_ place: UnsafeRawPointer, _ part: Int, _ worker: Int) {
    let loop = place.assumingMemoryBound(to: Self.self)
    loop.pointee.body(loop.pointee.context, part, worker)
  }
}
