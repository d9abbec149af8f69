import Synchronization

/// The peak of this machine's multiply-add units, against which all other figures are compared.
package enum MachinePeak {
  /// GFLOP/s of all threads of `pool` together, the best of `rounds` short loops. A multiply-add is two operations.
  ///
  /// A multiply-add takes 4 or 5 cycles and two can start in a cycle: ten independent ones keep the units busy. The
  /// loops have twelve, which fit the registers: vectors of 16 lanes with 32 registers of 512 bits, of 8 lanes with 16
  /// registers of 256 bits. Both loops run, and the faster one counts.
  package static func gigaflops(_ pool: WorkerPool, rounds: Int = 10) -> Double {
    max(
      best(pool, rounds, flopsPerTurn: 12 * 16 * 2, wideLoop), best(pool, rounds, flopsPerTurn: 12 * 8 * 2, narrowLoop))
  }

  /// Some 5 ms.
  private static let turns = 1_000_000

  private static func best(
    _ pool: WorkerPool, _ rounds: Int, flopsPerTurn: Int, _ loop: @Sendable (Int, Float) -> Float
  ) -> Double {
    let clock = ContinuousClock()
    let sink = Atomic<UInt32>(0)
    var shortest = Double.infinity
    for round in 0..<rounds {
      let start = clock.now
      pool.run(pool.threads) { part in
        let sum = loop(turns, 0.5 + Float(round + part) * 1e-3)
        // The sum is used, so that the compiler cannot drop the loop.
        sink.bitwiseXor(sum.bitPattern, ordering: .relaxed)
      }
      shortest = min(shortest, (clock.now - start) / .seconds(1))
    }
    return Double(turns * flopsPerTurn * pool.threads) / shortest * 1e-9
  }

  private static func wideLoop(_ turns: Int, _ start: Float) -> Float { chains(turns, SIMD16<Float>(repeating: start)) }
  private static func narrowLoop(_ turns: Int, _ start: Float) -> Float {
    chains(turns, SIMD8<Float>(repeating: start))
  }

  /// Twelve independent chains of x ← x·f + start.
  @inline(__always)
  private static func chains<V: SIMD>(_ turns: Int, _ start: V) -> Float where V.Scalar == Float {
    let f = V(repeating: 0.999)
    var (a, b, c, d, e, h) = (start, start + 1, start + 2, start + 3, start + 4, start + 5)
    var (i, j, k, l, m, n) = (start + 6, start + 7, start + 8, start + 9, start + 10, start + 11)
    for _ in 0..<turns {
      a = start.addingProduct(a, f)
      b = start.addingProduct(b, f)
      c = start.addingProduct(c, f)
      d = start.addingProduct(d, f)
      e = start.addingProduct(e, f)
      h = start.addingProduct(h, f)
      i = start.addingProduct(i, f)
      j = start.addingProduct(j, f)
      k = start.addingProduct(k, f)
      l = start.addingProduct(l, f)
      m = start.addingProduct(m, f)
      n = start.addingProduct(n, f)
    }
    return (a + b + c + d + e + h + i + j + k + l + m + n).sum()
  }
}
