import Foundation
import Synchronization
import Testing

@testable import Training

@Suite struct CoreLeaseTests {
  /// A clock that stands still between two calls.
  private final class Clock: Sendable {
    private let seconds = Mutex(0.0)
    var now: Double { seconds.withLock { $0 } }
    func advance(by interval: Double) { seconds.withLock { $0 += interval } }
  }

  /// What a borrower did on a thread of its own.
  private final class Borrower: Sendable {
    private let loans = Mutex(0)
    private let isDone = DispatchSemaphore(value: 0)
    var count: Int { loans.withLock { $0 } }

    /// Borrows again and again until it has done so `times` times.
    func start(_ lease: CoreLease, times: Int, _ body: @escaping @Sendable () -> Void = {}) {
      Thread {
        for _ in 0..<times {
          lease.borrow(body)
          self.loans.withLock { $0 += 1 }
        }
        self.isDone.signal()
      }.start()
    }

    func wait() { isDone.wait() }
  }

  @Test func borrowersTakeNoMoreThanATwentiethOfTheHoldersTime() {
    let clock = Clock()
    let lease = CoreLease { clock.now }
    let borrower = Borrower()
    lease.hold {
      borrower.start(lease, times: 10) { clock.advance(by: 3) }
      for _ in 0..<1_000 {
        // Between two batches somebody always waits.
        while !lease.isWanted, borrower.count < 10 { sched_yield() }
        clock.advance(by: 1)
        lease.offer()
      }
    }
    borrower.wait()
    #expect(borrower.count == 10)
    // Ten loans of 3 s among 1,000 s: each waited until 57 s had been worked since the one before.
    #expect(clock.now == 1_030)
  }

  @Test func theSecondLoanWaitsUntilTheFirstIsWorkedOff() {
    let clock = Clock()
    let lease = CoreLease { clock.now }
    let borrower = Borrower()
    lease.hold {
      borrower.start(lease, times: 2) { clock.advance(by: 2) }
      while !lease.isWanted { sched_yield() }
      lease.offer()
      while !lease.isWanted { sched_yield() }
      for second in 1...37 {
        clock.advance(by: 1)
        lease.offer()
        #expect(clock.now == 2 + Double(second))
      }
      clock.advance(by: 1)
      lease.offer()
      #expect(clock.now == 42)
    }
    borrower.wait()
  }

  @Test func nobodyBorrowsWhileTheHolderWorksAndAnybodyWhileItWaits() {
    let lease = CoreLease()
    let borrower = Borrower()
    lease.hold {
      borrower.start(lease, times: 100)
      while !lease.isWanted { sched_yield() }
      Thread.sleep(forTimeInterval: 0.02)
      #expect(borrower.count == 0)
      lease.lend { borrower.wait() }
      #expect(borrower.count == 100)
    }
  }

  @Test func whatNobodyHoldsIsBorrowedAtOnce() {
    #expect(CoreLease().borrow { 3 } == 3)
  }
}
