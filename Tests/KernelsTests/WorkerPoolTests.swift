import Glibc
import Synchronization
import Testing

@testable import Kernels

@Suite struct WorkerPoolTests {
  /// Lets so many threads be started and no more.
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

  @Test(arguments: [0, 1, 2]) func `where threads cannot be started the others do all the work, and it is said`(
    started: Int
  ) throws {
    let pool = WorkerPool(threads: 4, create: creating(started))
    #expect(pool.threads == 1 + started)
    #expect(try #require(pool.shortage).hasPrefix("only \(1 + started) of 4 threads could be started ("))
    for _ in 0..<20 {
      let done = Mutex([Int](repeating: 0, count: 100))
      pool.run(100) { part in done.withLock { $0[part] += 1 } }
      #expect(done.withLock { $0 } == [Int](repeating: 1, count: 100))
    }
  }

  @Test func `a pool of all its threads has nothing to say`() {
    let pool = WorkerPool(threads: 3)
    #expect(pool.threads == 3 && pool.shortage == nil)
  }
}
