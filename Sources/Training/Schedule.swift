import Foundation

/// The learning rate of a fit call as a function of the iteration, counted from 0 over the whole call.
package struct Schedule: Sendable {
  package let call: FitCall
  /// Batches per epoch.
  package let batches: Int

  package init(_ call: FitCall, batches: Int) {
    precondition(batches > 0, "an epoch has at least one batch")
    self.call = call
    self.batches = batches
  }

  /// Iterations of the whole call.
  package var iterations: Int { call.epochs * batches }

  /// Index of the cycle of an iteration, position in it, and its length in batches.
  package func cycle(at iteration: Int) -> (index: Int, position: Int, length: Int) {
    guard let cycleLength = call.cycleLength else { return (0, iteration, iterations) }
    var length = cycleLength * batches
    var position = iteration
    var index = 0
    while position >= length, index + 1 < call.count {
      position -= length
      length *= call.cycleMultiplier
      index += 1
    }
    return (index, position, length)
  }

  /// The rate of one iteration.
  package func learningRate(at iteration: Int) -> Double { learningRate(at: iteration, of: iterations) }

  /// The rate of weights that stop at the end of `epoch`; nil: they have stopped. A shape over the whole call ends with
  /// them, cycles go on as they are.
  package func learningRate(at iteration: Int, stopping epoch: Int) -> Double? {
    let end = epoch * batches
    return iteration < end ? learningRate(at: iteration, of: end) : nil
  }

  /// The rate where a shape over the whole call has `total` steps.
  private func learningRate(at iteration: Int, of total: Int) -> Double {
    let rate = shapedRate(at: iteration, of: total)
    return iteration < call.warmup ? rate * Double(iteration + 1) / Double(call.warmup) : rate
  }

  /// Cosine: lr/2·(1 + cos(π·i/nb)) at position i of a cycle of nb batches, but lr/100 while the iteration is below
  /// nb/20, although the position advances: the start of the first cycle (fast.ai 0.7's `CosAnneal`).
  private func shapedRate(at iteration: Int, of total: Int) -> Double {
    let rate = call.learningRate
    let (_, position, length) = cycle(at: iteration)
    switch call.shape {
    case .cosine:
      guard call.cycleLength != nil else { return rate }
      if Double(iteration) < Double(length) / 20 { return rate / 100 }
      return rate / 2 * (1 + cos(.pi * Double(position) / Double(length)))
    case .triangular(let divisor, let cut, _):
      let share = triangle(position, length, peak: Int(Double(length) / cut))
      return rate * (1 + share * (divisor - 1)) / divisor
    case .oneCycle(let divisor, let percent, _):
      let half = halfCycle(length, percent)
      if position > 2 * half || half == 0 {
        let tail = Double(position - 2 * half) / Double(length - 2 * half)
        return rate / divisor * (1 - 0.99 * tail)
      }
      return rate * (1 + triangle(position, 2 * half, peak: half) * (divisor - 1)) / divisor
    case .linear(let end): return rate * (1 + (end - 1) * Double(iteration) / Double(total))
    case .triangle(let share, let start, let end):
      let peak = Int(share * Double(total))
      let height = triangle(iteration, total, peak: peak)
      let foot = iteration < peak ? start : end
      return rate * (foot + height * (1 - foot))
    case .annealed(let share, let divisor, let finalDivisor, let isLinear):
      return annealed(
        iteration, peak: share * Double(total) - 1, last: Double(total - 1), from: rate / divisor,
        to: rate / divisor / finalDivisor, isLinear: isLinear)
    }
  }

  /// PyTorch's OneCycleLR with the highest rate in step `peak`, which may lie between two, and the lowest in step `last`.
  private func annealed(
    _ iteration: Int, peak: Double, last: Double, from start: Double, to end: Double, isLinear: Bool
  ) -> Double {
    let step = Double(iteration)
    func between(_ from: Double, _ to: Double, _ share: Double) -> Double {
      isLinear ? (to - from) * share + from : to + (from - to) / 2 * (cos(.pi * share) + 1)
    }
    if step <= peak { return between(start, call.learningRate, peak > 0 ? step / peak : 1) }
    return between(call.learningRate, end, last > peak ? (step - peak) / (last - peak) : 1)
  }

  /// The momentum of one iteration, where the call moves it against the rate.
  package func momentum(at iteration: Int) -> Double? {
    let (_, position, length) = cycle(at: iteration)
    switch call.shape {
    case .triangular(_, let cut, let momenta?):
      return momenta.high
        + triangle(position, length, peak: Int(Double(length) / cut)) * (momenta.low - momenta.high)
    case .oneCycle(_, let percent, let momenta?):
      let half = halfCycle(length, percent)
      guard position <= 2 * half else { return momenta.high }
      return momenta.high + triangle(position, 2 * half, peak: half) * (momenta.low - momenta.high)
    default: return nil
    }
  }

  /// Batches of the way up, and of the way down.
  private func halfCycle(_ length: Int, _ percent: Double) -> Int { Int(Double(length) * (1 - percent / 100) / 2) }

  /// 0 at the start, 1 at `peak`, 0 at `length`.
  private func triangle(_ position: Int, _ length: Int, peak: Int) -> Double {
    if position < peak { return Double(position) / Double(peak) }
    return length > peak ? 1 - Double(position - peak) / Double(length - peak) : 1
  }
}
