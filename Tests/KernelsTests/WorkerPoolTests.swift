import Glibc
import Synchronization
import Testing

@testable import Kernels

@Suite struct WorkerPoolTests {
  /// How often each of `count` parts ran.
  private func timesRun(_ count: Int, on pool: WorkerPool) -> [Int] {
    let lock = Mutex([Int](repeating: 0, count: count))
    pool.run(count) { part in lock.withLock { $0[part] += 1 } }
    return lock.withLock { $0 }
  }

  /// Creates at most `most` threads.
  private func creating(_ most: Int) -> WorkerPool.CreateThread {
    let left = Mutex(most)
    return { thread, work, context in
      let mayStart = left.withLock { left in
        left -= 1
        return left >= 0
      }
      return mayStart ? WorkerPool.createThread(thread, work, context) : EAGAIN
    }
  }

  @Test(arguments: [1, 2, 5], [0, 1, 2, 3, 7, 1000]) func `every part runs once`(threads: Int, count: Int) {
    let pool = WorkerPool(threads: threads)
    for _ in 0..<20 { #expect(timesRun(count, on: pool) == [Int](repeating: 1, count: count)) }
  }

  @Test func `a loop is done when run returns`() {
    let pool = WorkerPool(threads: 3)
    let sums = FloatBuffer(count: 64)
    for loop in 1...500 {
      pool.run(64) { part in sums[part] += Float(part) }
      #expect(sums.all.values == (0..<64).map { Float($0 * loop) })
    }
  }

  @Test func `threads that have gone to sleep wake for the next loop`() {
    let pool = WorkerPool(threads: 4)
    for _ in 0..<5 {
      usleep(10_000)
      #expect(timesRun(50, on: pool) == [Int](repeating: 1, count: 50))
    }
  }

  @Test func `a caller that sleeps until the last part is done wakes`() {
    let pool = WorkerPool(threads: 2)
    let begun = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    let caller = pthread_self()
    pool.run(2) { _ in
      // Neither thread may take both parts.
      begun.wrappingAdd(1, ordering: .relaxed)
      while begun.load(ordering: .relaxed) < 2 { sched_yield() }
      if pthread_equal(pthread_self(), caller) == 0 { usleep(20_000) }
      done.wrappingAdd(1, ordering: .relaxed)
    }
    #expect(done.load(ordering: .relaxed) == 2)
  }

  @Test func `a pool ends its threads, be they waiting or asleep`() {
    for pause in [0, 10_000] as [useconds_t] {
      var pool: WorkerPool? = WorkerPool(threads: 3)
      weak let ended = pool
      pool?.run(3) { _ in }
      usleep(pause)
      pool = nil
      #expect(ended == nil)
    }
  }

  @Test(arguments: [1, 2, 5]) func `no two parts share a worker's scratch at once`(threads: Int) {
    let pool = WorkerPool(threads: threads)
    pool.reserve(vectors: 100)
    let isIntact = FloatBuffer(count: 200)
    pool.run(200, over: (pool, isIntact.all)) { context, part, worker in
      let (pool, isIntact) = context
      guard (0..<pool.threads).contains(worker) else { return }
      let scratch = pool.scratch(worker)
      for i in 0..<100 { scratch[i] = Lanes(repeating: Float(part)) }
      sched_yield()
      isIntact.pointer[part] = (0..<100).allSatisfy { scratch[$0] == Lanes(repeating: Float(part)) } ? 1 : 0
    }
    #expect(isIntact.all.values == [Float](repeating: 1, count: 200))
  }

  @Test(arguments: [1, 3]) func `denormal numbers are zero in a loop and numbers after it`(threads: Int) {
    let pool = WorkerPool(threads: threads)
    let smallest = slice([Double(Float.leastNormalMagnitude)])
    let halves = FloatBuffer(count: 50)
    pool.run(50) { part in halves[part] = smallest[0] / 2 }
    #expect(halves.all.values == [Float](repeating: 0, count: 50))
    #expect(smallest[0] / 2 > 0)
  }

  @Test(arguments: [0, 1, 2]) func `where threads cannot be started the others do all the work, and it is said`(
    started: Int
  ) throws {
    let pool = WorkerPool(threads: 4, create: creating(started))
    #expect(pool.threads == 1 + started)
    #expect(try #require(pool.shortage).hasPrefix("only \(1 + started) of 4 threads could be started ("))
    for _ in 0..<20 { #expect(timesRun(100, on: pool) == [Int](repeating: 1, count: 100)) }
  }

  @Test func `a pool of all its threads has nothing to say`() {
    let pool = WorkerPool(threads: 3)
    #expect(pool.threads == 3 && pool.shortage == nil)
  }
}
