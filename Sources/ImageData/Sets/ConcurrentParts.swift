import Foundation
import Synchronization

/// The results of `body` for the parts of 0 ..< `count`, `chunk` at a time, made on all cores and given in order.
func concurrentParts<Part: Sendable>(_ count: Int, chunk: Int, _ body: @Sendable (Range<Int>) -> Part) -> [Part] {
  let chunks = (count + chunk - 1) / chunk
  let parts = Mutex([Part?](repeating: nil, count: chunks))
  DispatchQueue.concurrentPerform(iterations: chunks) { index in
    let part = body(index * chunk..<min((index + 1) * chunk, count))
    parts.withLock { $0[index] = part }
  }
  return parts.withLock { $0.map { $0! } }
}
