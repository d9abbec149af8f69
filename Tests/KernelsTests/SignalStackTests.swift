import Glibc
import Synchronization
import Testing

@testable import Kernels

@Suite struct SignalStackTests {
  /// Whether the calling thread has a stack for signal handlers.
  static var isThere: Bool {
    var stack = stack_t()
    return sigaltstack(nil, &stack) == 0 && stack.ss_flags & Int32(SS_DISABLE) == 0
  }

  @Test func `the threads of a pool have one`() {
    let pool = WorkerPool(threads: 3)
    let seen = Mutex<[Bool]>([])
    while seen.withLock(\.isEmpty) {
      let caller = pthread_self()
      pool.run(30) { _ in
        if pthread_equal(pthread_self(), caller) == 0 { seen.withLock { $0.append(Self.isThere) } }
        sched_yield()
      }
    }
    #expect(seen.withLock { !$0.contains(false) })
  }

  @Test func `one that is there is kept`() {
    SignalStack.use()
    var (before, after) = (stack_t(), stack_t())
    sigaltstack(nil, &before)
    SignalStack.use()
    sigaltstack(nil, &after)
    #expect(Self.isThere && before.ss_sp == after.ss_sp)
  }
}
