import Testing

@testable import Training

/// The schedule before training agrees with what a learner does.
@Suite struct RunScheduleTests {
  private func options(_ fits: [String], maxSteps: Int? = nil) throws -> LearnerOptions {
    LearnerOptions(fits: try fits.map { try FitCall(parsing: $0) }, batchSize: 4, seed: 5, maxSteps: maxSteps)
  }

  @Test(arguments: [["0.05, 1", "0.1, 2, cycle_len=1"], ["0.02, 1, use_clr_beta=10/10/0.95/0.85"]])
  func itsStepsAreThoseOfTheLearner(fits: [String]) throws {
    let data = TinyData.dataSet()
    let options = try options(fits)
    var rates: [Double] = []
    Learner(network: try TinyData.network(batchSize: 4), data: data, options: options).run {
      if case .stepEnded(let record) = $0 { rates.append(record.learningRate) }
    }
    let schedule = RunSchedule(options, images: data.train.count)
    #expect(schedule.steps == rates.count)
    let steps = schedule.samples(10_000)
    #expect(steps.map(\.step) == Array(0..<rates.count))
    #expect(steps.map(\.learningRate) == rates)
  }

  @Test func theMomentumIsTheOptimizersUnlessACallMovesIt() throws {
    let plain = RunSchedule(try options(["0.05, 1"]), images: 16)
    #expect(!plain.movesMomentum && plain.samples(9).allSatisfy { $0.momentum == 0.9 })
    let moved = RunSchedule(try options(["0.05, 1", "0.1, 1, use_clr=4/8/0.95/0.85"]), images: 160)
    #expect(moved.movesMomentum)
    let momenta = moved.samples(1000).map(\.momentum)
    #expect(momenta[39] == 0.9 && momenta[40] == 0.95)
    #expect(momenta.min() == 0.85)
  }

  @Test func `groups have the rates that they train with`() throws {
    var options = try options(["0.2, 2, linear=0, stop.biases=1"])
    options.optimizer.groups.learningRates = ["head": 0.05]
    let schedule = RunSchedule(options, images: 8)
    #expect(schedule.groups == ["biases", "head"])
    let steps = schedule.samples(100)
    for (rates, expected) in [
      (steps.map(\.learningRate), [0.2, 0.15, 0.1, 0.05]), (steps.map { $0.groupRates[0] }, [0.2, 0.1, 0, 0]),
      (steps.map { $0.groupRates[1] }, [0.05, 0.0375, 0.025, 0.0125]),
    ] {
      for (rate, value) in zip(rates, expected) { #expect(abs(rate - value) < 1e-15) }
    }
    #expect(RunSchedule(try self.options(["0.2, 2"]), images: 8).groups.isEmpty)
  }

  @Test func fewSamplesKeepTheEndsOfEachCall() throws {
    let schedule = RunSchedule(try options(["0.05, 10", "0.1, 10, cycle_len=1"]), images: 400)
    let steps = schedule.samples(20).map(\.step)
    #expect(steps.count < 30)
    for step in [0, 999, 1000, 1999] { #expect(steps.contains(step), "\(step)") }
    #expect(schedule.beginnings == [0, 1000])
  }

  @Test func aStepLimitEndsIt() throws {
    let schedule = RunSchedule(try options(["0.05, 1", "0.1, 1"], maxSteps: 5), images: 16)
    #expect(schedule.steps == 5 && schedule.samples(100).count == 5)
    #expect(RunSchedule(try options(["0.05, 1"]), images: 0).samples(10).isEmpty)
  }
}
