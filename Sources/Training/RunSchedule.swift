/// Learning rate and momentum over the steps of all fit calls.
package struct RunSchedule: Sendable {
  /// The rate and momentum of one step.
  package struct Step: Equatable, Sendable {
    package let step: Int
    package let learningRate: Double
    package let momentum: Double
    /// The rates of `groups`; 0 where they have stopped.
    package let groupRates: [Double]
  }

  private let schedules: [Schedule]
  private let rates: GroupSettings
  /// The weights that have a rate or an end of their own.
  package let groups: [String]
  /// The momentum, unless a call moves it.
  package let momentum: Double
  /// Steps of the whole run.
  package let steps: Int

  /// The schedule of a run over so many images.
  package init(_ options: LearnerOptions, images: Int) {
    let batches = options.batches(of: images)
    schedules = batches > 0 ? options.fits.map { Schedule($0, batches: batches) } : []
    momentum = options.optimizer.momentum
    rates = options.optimizer.groups
    groups = Set(rates.learningRates.keys).union(options.fits.flatMap { $0.stops.map(\.group) }).sorted()
    let all = schedules.reduce(0) { $0 + $1.iterations }
    steps = min(all, options.maxSteps ?? all)
  }

  /// The first step of each call.
  package var beginnings: [Int] {
    schedules.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.iterations) }.dropLast().filter { $0 < steps }
  }

  /// Whether some call moves the momentum.
  package var movesMomentum: Bool { schedules.contains { $0.momentum(at: 0) != nil } }

  /// About `count` equidistant steps, with the first and last one of each call.
  package func samples(_ count: Int) -> [Step] {
    let distance = max(1, steps / max(count, 1))
    var samples: [Step] = []
    var begin = 0
    for schedule in schedules {
      let end = min(begin + schedule.iterations, steps)
      for step in Array(Swift.stride(from: begin, to: end - 1, by: distance)) + [end - 1] where begin < end {
        samples.append(
          Step(
            step: step, learningRate: schedule.learningRate(at: step - begin),
            momentum: schedule.momentum(at: step - begin) ?? momentum,
            groupRates: groups.map { name in
              StepRates(schedule, at: step - begin).learningRate(ofNames: [name], rates) ?? 0
            }))
      }
      begin += schedule.iterations
    }
    return samples
  }
}
