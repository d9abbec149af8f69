extension Learner {
  /// Whether the run goes on after `divergence`: because the run that it repeats did, or by decision through `control`.
  /// If so, weights and rates are set for taking the step again.
  func goesOn(after divergence: Divergence, _ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Bool {
    func times(in steps: [Int]) -> Int { steps.count { $0 == divergence.step } }
    let isRepeated = times(in: progress.recoveries) < times(in: options.recoveries)
    if !isRepeated {
      guard control.holdsOnDivergence else { return false }
      let asked = control.expectDecision()
      emit(.held(divergence))
      guard lendingCores({ control.waitForRecovery(then: asked) }) else { return false }
      lowerHandSetRate(control)
    }
    goodWeights.restore()
    average?.restart()
    trainStep.optimizer.reset()
    trainStep.forgetSnapshot()
    progress.recovered()
    emit(.recovered(divergence))
    return true
  }

  /// A manual rate replaces the schedule's and has to become smaller as well, unless a new one was set meanwhile.
  private func lowerHandSetRate(_ control: TrainingControl) {
    guard let rate = progress.handSetRate, control.learningRate == rate else { return }
    control.learningRate = rate / Divergence.rateDivisor
  }

  /// Recoveries so far and those still to be replayed: with these the run can be repeated.
  package var allRecoveries: [Int] {
    let last = progress.recoveries.last ?? -1
    return progress.recoveries + options.recoveries.filter { $0 > last }
  }
}
