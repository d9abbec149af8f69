import Synchronization

/// The most that this machine's multiply-add units do: what every other figure is measured against.
package enum MachinePeak {
  /// GFLOP/s of all threads of `pool` together, each multiply-add counting as two; the best of `rounds` short loops.
  ///
  /// A multiply-add takes 4 or 5 cycles and two can start in each, so ten or more that do not wait for each other keep
  /// the units busy. They have to fit the registers: 12 of 16 lanes where there are 32 registers of 512 bits, 12 of 8
  /// lanes where there are 16 of 256; both are tried.
  package static func gigaflops(_ pool: WorkerPool, rounds: Int = 10) -> Double {
    max(
      best(pool, rounds, flopsPerTurn: 12 * 16 * 2, wideLoop), best(pool, rounds, flopsPerTurn: 12 * 8 * 2, narrowLoop))
  }

  /// Turns of one loop: some 5 ms.
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
        // Kept, so that the loop cannot be left out.
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

  /// Twelve chains x ← x·f + g of multiply-adds that do not wait for each other.
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
