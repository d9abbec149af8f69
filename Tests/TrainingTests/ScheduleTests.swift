import Foundation
import Testing

@testable import Training

@Suite struct ScheduleTests {
  private func rates(_ text: String, batches: Int) throws -> [Double] {
    let schedule = try Schedule(FitCall(parsing: text), batches: batches)
    return (0..<schedule.iterations).map(schedule.learningRate)
  }

  private func expectEqual(_ a: [Double], _ b: [Double], tolerance: Double = 1e-15) {
    #expect(a.count == b.count)
    for (i, (x, y)) in zip(a, b).enumerated() { #expect(abs(x - y) <= tolerance, "at \(i): \(x), not \(y)") }
  }

  @Test func aPlainCallKeepsItsRate() throws {
    #expect(try rates("1e-2, 2", batches: 3) == [0.01, 0.01, 0.01, 0.01, 0.01, 0.01])
  }

  @Test func aCosineCycleOfFourBatchesByHand() throws {
    // Iteration 0 is below 4/20; then (1 + cos(π/4))/2, (1 + cos(π/2))/2, (1 + cos(3π/4))/2; the second cycle is whole.
    expectEqual(
      try rates("1, 2, cycle_len=1", batches: 4),
      [0.01, 0.8535533905932737, 0.5, 0.14644660940672627, 1, 0.8535533905932737, 0.5, 0.14644660940672627])
  }

  @Test func theFirstTwentiethOfTheFirstCycleRunsAtAHundredthWhileThePositionAdvances() throws {
    let all = try rates("1e-1, 4, cycle_len=1", batches: 196)
    #expect(all[0..<10].allSatisfy { $0 == 0.001 })
    #expect(abs(all[10] - 0.05 * (1 + cos(.pi * 10 / 196))) < 1e-16)
    #expect(all[196] == 0.1)
    #expect(all[195] > 0)
  }

  @Test(arguments: [1, 2]) func everyIterationAgreesWithTheLibrarysLoop(multiplier: Int) throws {
    let batches = 23
    var expected: [Double] = []
    var nb = batches * 2
    var i = 0
    for iteration in 0..<(FitCall(0.3, 3, cycleLength: 2, cycleMultiplier: multiplier).epochs * batches) {
      expected.append(
        Double(iteration) < Double(nb) / 20 ? 0.3 / 100 : 0.3 / 2 * (1 + cos(.pi * Double(i) / Double(nb))))
      i += 1
      if i == nb {
        i = 0
        nb *= multiplier
      }
    }
    expectEqual(try rates("0.3, 3, cycle_len=2, cycle_mult=\(multiplier)", batches: batches), expected)
  }

  @Test func theTriangleClimbsToItsCutAndFallsToTheFloor() throws {
    // 8 batches, cut 4: up over 2; from lr/4 to lr; down over 6.
    expectEqual(
      try rates("4, 1, cycle_len=1, use_clr=4/4", batches: 8), [1, 2.5, 4, 3.5, 3, 2.5, 2, 1.5])
  }

  @Test func theOneCycleShapeClimbsFallsAndFadesWithMomentumAgainstIt() throws {
    // 10 batches, 20 %: 4 up, 4 down, then the tail at lr/10·(1 − 0.99·q) with q = 1/2.
    let call = try FitCall(parsing: "10, 1, use_clr_beta=10/20/.9/.8")
    let schedule = Schedule(call, batches: 10)
    expectEqual(
      (0..<10).map(schedule.learningRate), [1, 3.25, 5.5, 7.75, 10, 7.75, 5.5, 3.25, 1, 0.505], tolerance: 1e-14)
    expectEqual(
      (0..<10).map { schedule.momentum(at: $0)! }, [0.9, 0.875, 0.85, 0.825, 0.8, 0.825, 0.85, 0.875, 0.9, 0.9],
      tolerance: 1e-14)
  }

  @Test(arguments: [
    "1, 3, cycle_len=1", "1, 3, cycle_len=1, cycle_mult=2", "1, 2, use_clr=4/8", "1, 2, use_clr_beta=10/10",
    "1, 2, use_clr_beta=10/100", "1, 2, use_clr_beta=10/0", "1, 2, use_clr=1/1",
  ]) func tinyCyclesStayFiniteAndWithinTheRate(text: String) throws {
    for batches in 1...5 {
      for rate in try rates(text, batches: batches) { #expect(rate > 0 && rate <= 1, "\(text) with \(batches)") }
    }
  }
}
