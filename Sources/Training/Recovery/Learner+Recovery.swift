extension Learner {
  /// Whether the run goes on after `divergence` from good weights: the run that it repeats did, or whoever holds
  /// `control` decides so. The step is then taken again.
  func goesOn(after divergence: Divergence, _ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Bool {
    func times(in steps: [Int]) -> Int { steps.count { $0 == divergence.step } }
    let isRepeated = times(in: progress.recoveries) < times(in: options.recoveries)
    if !isRepeated {
      guard control.holdsOnDivergence else { return false }
      let asked = control.expectDecision()
      emit(.held(divergence))
      guard control.waitForRecovery(then: asked) else { return false }
      lowerHandSetRate(control)
    }
    goodWeights.restore()
    trainStep.optimizer.reset()
    trainStep.forgetSnapshot()
    progress.recovered()
    emit(.recovered(divergence))
    return true
  }

  /// A rate set by hand takes the schedule's place: it has to become smaller, too, unless a new one was set meanwhile.
  private func lowerHandSetRate(_ control: TrainingControl) {
    guard let rate = progress.handSetRate, control.learningRate == rate else { return }
    control.learningRate = rate / Divergence.rateDivisor
  }

  /// Recoveries so far and those that the repeated run has still to come: with them this run can be repeated.
  package var allRecoveries: [Int] {
    let last = progress.recoveries.last ?? -1
    return progress.recoveries + options.recoveries.filter { $0 > last }
  }
}
