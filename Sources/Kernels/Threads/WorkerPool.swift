import CBlas
import CMachine
import Glibc
import Synchronization

/// A fixed set of threads that share the numbered parts of one loop at a time.
///
/// The parts of a loop follow from batch and layer, and no part adds to what another part writes: results are the same
/// bits for every number of threads. The calling thread takes parts, too. A thread that waits, for the next loop or for
/// the last part, spins for two milliseconds, then sleeps. Only one thread at a time may call `run`.
package final class WorkerPool: @unchecked Sendable {
  /// `pthread_create` with default attributes, or a test's function that fails.
  package typealias CreateThread =
    @Sendable (
      _ thread: UnsafeMutablePointer<pthread_t>,
      _ work: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?, _ context: UnsafeMutableRawPointer
    ) -> Int32

  /// The number of threads, the caller's included.
  package var threads: Int { workers.count + 1 }
  /// A message for people where the system allowed fewer threads than wanted.
  package private(set) var shortage: String?

  /// Checks before a waiting thread begins to yield its core between checks: some 200 µs.
  private static let spinCount = 10_000
  /// How long a thread then goes on spinning before it sleeps. No thread should sleep within a training step: to wake
  /// one takes longer than a small layer, and a virtual machine's scheduler may wake it on the caller's core.
  private static let spinDuration = Duration.milliseconds(2)

  private let clock = ContinuousClock()
  private let generation = Atomic<UInt32>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let callerSleeps = Atomic<Bool>(false)
  private let stopping = Atomic<Bool>(false)
  private let started = Atomic<Int>(0)
  /// The caller's core at the start of the last loop.
  private let callerCore = Atomic<Int32>(-1)
  private var total = 0
  private var loop: (kind: any PoolLoop.Type, place: UnsafeRawPointer)?
  /// Memory of each worker that a part may use and the next part may overwrite.
  private var scratch: [LaneTensor] = []
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let finished: UnsafeMutablePointer<pthread_cond_t>
  private var workers: [pthread_t] = []

  /// Cores that this process may use.
  package static var availableCores: Int { Int(machine_cores()) }

  package static let createThread: CreateThread = { pthread_create($0, nil, $1, $2) }

  /// By default one thread for each core that the process may use. Fewer where no more can be started.
  package init(threads: Int? = nil, create: CreateThread = WorkerPool.createThread) {
    let wanted = max(1, threads ?? Self.availableCores)
    mutex = .allocate(capacity: 1)
    wake = .allocate(capacity: 1)
    finished = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(finished, nil)
    // The pool alone runs threads.
    openblas_set_num_threads(1)
    for _ in 1..<wanted {
      var thread = pthread_t()
      let context = Unmanaged.passUnretained(self).toOpaque()
      let status = create(
        &thread,
        { context in
          // Unretained: a thread that held a reference would keep the pool from ever ending.
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

  /// Runs `body` for 0 ..< `count`, in any order and on all threads, and returns when all parts are done.
  ///
  /// It allocates memory for what `body` captures. A training step takes the other `run`, which allocates nothing.
  package func run(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in run(count, over: body) { body, part, _ in body(part) } }
  }

  /// Gives each worker scratch for at least `vectors` vectors. Not while a loop runs.
  func reserve(vectors: Int) {
    guard vectors > scratch.first?.blockStride ?? 0 else { return }
    scratch = (0..<threads).map { _ in LaneTensor(MapShape(vectors, 1, 1), blocks: 1) }
  }

  /// The scratch of the worker whose number `run` passes to `body`.
  func scratch(_ worker: Int) -> UnsafeMutablePointer<Lanes> { scratch[worker].storage }

  /// The same without an allocation: `body` captures nothing and takes what it needs from `context`. The number of the
  /// worker that runs a part is for scratch memory; results must not depend on it.
  func run<Context>(
    _ count: Int, over context: Context, _ body: @escaping (_ context: Context, _ part: Int, _ worker: Int) -> Void
  ) {
    // Restored at the end: other code on the caller's thread needs denormal numbers.
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
    SignalStack.use()
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

/// A loop without its type, to be called through a pointer to the caller's stack.
private protocol PoolLoop {
  /// Runs one part of the loop at `place`.
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
