/// What the schedule and those who may overrule it say of one step.
package struct StepRates: Sendable {
  private let schedule: Schedule
  private let iteration: Int
  /// A rate in place of the schedule's.
  private let given: Double?
  /// Recoveries so far, each of which made the schedule's rates smaller.
  private let recoveries: Int

  init(_ schedule: Schedule, at iteration: Int, given: Double? = nil, recoveries: Int = 0) {
    self.schedule = schedule
    self.iteration = iteration
    self.given = given
    self.recoveries = recoveries
  }

  /// A step at a rate that no schedule moves.
  package init(constant rate: Double, weightDecay: Double = 0) {
    self.init(Schedule(FitCall(rate, 1, weightDecay: weightDecay), batches: 1), at: 0)
  }

  /// The rate of weights that have none of their own.
  package var learningRate: Double { given ?? lowered(schedule.learningRate(at: iteration)) }
  package var weightDecay: Double { schedule.call.weightDecay }
  /// nil: the optimiser's own.
  package var momentum: Double? { schedule.momentum(at: iteration) }

  /// The rate of a group; nil: it has stopped.
  func learningRate(of group: ParameterGroup, _ settings: GroupSettings) -> Double? {
    learningRate(ofNames: group.names, settings)
  }

  /// The same for weights of those names, the most specific first.
  func learningRate(ofNames names: [String], _ settings: GroupSettings) -> Double? {
    guard !names.isEmpty else { return learningRate }
    var rate = learningRate
    if let stop = names.value({ name in schedule.call.stops.first { $0.group == name }?.epoch }) {
      guard let until = schedule.learningRate(at: iteration, stopping: stop) else { return nil }
      if given == nil { rate = lowered(until) }
    }
    guard let own = names.value({ settings.learningRates[$0] }) else { return rate }
    return rate * (own / schedule.call.learningRate)
  }

  /// One division each, so that a repeated run gets the same bits.
  private func lowered(_ rate: Double) -> Double {
    (0..<recoveries).reduce(rate) { rate, _ in rate / Divergence.rateDivisor }
  }
}
