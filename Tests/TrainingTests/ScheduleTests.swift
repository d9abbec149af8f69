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

  @Test func `shapes over the whole call, by hand`() throws {
    expectEqual(try rates("2, 2, linear=0.5", batches: 2), [2, 1.75, 1.5, 1.25])
    expectEqual(try rates("1, 1, triangle=0.25/0.2/0", batches: 8), [0.2, 0.6] + (0..<6).map { 1 - Double($0) / 6 })
    // All of the way up, or none of it.
    expectEqual(try rates("1, 1, triangle=1/0/0", batches: 4), [0, 0.25, 0.5, 0.75])
    expectEqual(try rates("1, 1, triangle=0/0/0.5", batches: 4), [1, 0.875, 0.75, 0.625])
    // 10 steps: up to step 0.5·10 − 1, down to step 9.
    expectEqual(
      try rates("1, 1, one_cycle=0.5/10/10/linear", batches: 10),
      [0.1, 0.325, 0.55, 0.775, 1, 0.802, 0.604, 0.406, 0.208, 0.01])
    #expect(try rates("1, 1, one_cycle=0.1/10/10", batches: 10)[0] == 1)
  }

  @Test func `the first steps of a warm-up have their part of the rate`() throws {
    expectEqual(try rates("1, 2, warmup=4", batches: 3), [0.25, 0.5, 0.75, 1, 1, 1])
    expectEqual(try rates("1, 1, linear=0, warmup=2", batches: 4), [0.5, 0.75, 0.5, 0.25])
  }

  @Test func `weights that stop have a whole shape in their time, and cycles as they are`() throws {
    func stopped(_ text: String) throws -> [Double?] {
      let schedule = try Schedule(FitCall(parsing: text), batches: 2)
      return (0..<schedule.iterations).map { schedule.learningRate(at: $0, stopping: 1) }
    }
    #expect(try stopped("1, 2, linear=0") == [1, 0.5, nil, nil])
    #expect(try stopped("1, 2, triangle=0.5/0/0") == [0, 1, nil, nil])
    #expect(try stopped("1, 2") == [1, 1, nil, nil])
    #expect(try stopped("1, 2, cycle_len=1, use_clr=4/2")[0] == 0.25)
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
