import ImageData
import Kernels
import Networks

/// Trains a network on a data set, step by step, and emits events.
///
/// `run` works on the calling thread and the network's pool. When an event is emitted, the learner has already moved
/// on: a `state` taken inside the handler continues from there.
package final class Learner {
  package let network: Network
  package let data: DataSet
  package let options: LearnerOptions
  /// Batches in an epoch.
  package let batches: Int
  var progress = LearnerProgress()

  let trainStep: TrainStep
  /// The weights to return to after a divergence.
  let goodWeights: WeightsCopy
  /// The average of the weights, where one is kept.
  let average: WeightAverage?
  /// The statistics that images are normalised with.
  package let statistics: ChannelStatistics
  /// By the size of the images.
  private let sized: [Int: SizedTraining]
  private let evaluator: Evaluator
  private let now: () -> Double
  private var plan: (epoch: Int, plan: BatchPlan)?
  private var seenRate: Double?
  /// The lease of the cores during `run`.
  private(set) var lease: CoreLease?

  /// A learner at the start of its first fit call. `smaller` are the network for the other sizes that images have.
  package convenience init(network: Network, data: DataSet, options: LearnerOptions, smaller: [Network] = []) {
    self.init(network: network, data: data, options: options, smaller: smaller, now: RunningClock().seconds)
  }

  /// The same with another clock, in seconds.
  init(
    network: Network, data: DataSet, options: LearnerOptions, smaller: [Network] = [], now: @escaping () -> Double
  ) {
    precondition(!options.fits.isEmpty, "a learner needs a fit call")
    precondition(options.batchSize <= network.batchSize, "the network takes batches of up to \(network.batchSize)")
    self.network = network
    self.data = data
    self.options = options
    self.now = now
    trainStep = options.trainStep(network, data)
    goodWeights = WeightsCopy(of: network)
    average = WeightAverage(of: network, options.averaging)
    let statistics = options.normalisation.statistics(of: data)
    self.statistics = statistics
    let all = ([network] + smaller).map {
      ($0.image.height, SizedTraining($0, data.train, statistics: statistics, capacity: options.batchSize))
    }
    sized = Dictionary(uniqueKeysWithValues: all)
    precondition(
      options.sizes?.stages.allSatisfy { [sized] in sized[$0.size] != nil } ?? true, "each size needs its network")
    evaluator = Evaluator(network, statistics: statistics)
    batches = options.batches(of: data.train.count)
  }

  /// The next step.
  package var position: TrainingPosition { progress.position }
  /// Rates set by hand so far, including those replayed from the run that is repeated.
  package var learningRateChanges: [LearningRateChange] { progress.learningRateChanges }
  /// All rates set by hand, including those that are still to be replayed: with these the run can be repeated.
  package var allLearningRateChanges: [LearningRateChange] {
    let last = progress.learningRateChanges.last?.step ?? -1
    return progress.learningRateChanges + options.learningRateChanges.filter { $0.step > last }
  }
  /// Steps of the whole run.
  package var totalSteps: Int {
    let all = options.fits.reduce(0) { $0 + $1.epochs } * batches
    return min(all, options.maxSteps ?? all)
  }
  /// Epochs of the whole run; the last one may be cut short.
  package var totalEpochs: Int { (totalSteps + batches - 1) / batches }

  /// Seconds of a monotonic clock.
  package static func monotonicSeconds() -> Double {
    let elapsed = ContinuousClock.now - processStart
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
  private static let processStart = ContinuousClock.now

  /// Trains until all fit calls are done, `control` asks to stop, or the loss is not finite and nobody decides to go
  /// on.
  ///
  /// Called again after a stop it goes on where it stood. Between batches it offers the cores that it holds by `lease`.
  @discardableResult
  package func run(
    _ control: TrainingControl = TrainingControl(), lease: CoreLease? = nil,
    _ emit: (TrainingEvent) -> Void = { _ in }
  ) -> StopReason {
    self.lease = lease
    defer { self.lease = nil }
    if let rate = progress.handSetRate, control.learningRate == nil { control.learningRate = rate }
    seenRate = control.learningRate
    let reason = train(control, emit)
    emit(.stopped(reason))
    return reason
  }

  /// Loss and accuracy over all validation images.
  package func evaluate() -> Evaluation { evaluator.evaluate(data.valid) }

  /// The same as the mean over several views of each; nil: the recipe asks for none, or there is no finite answer.
  private func evaluateViews(while goesOn: () -> Bool) -> Evaluation? {
    guard options.lastViews != .off else { return nil }
    let predictions = evaluator.predict(
      data.valid, options.lastViews, padding: options.augmentation.padding, seed: options.seed, while: goesOn)
    return try? predictions?.evaluate()
  }

  private func train(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> StopReason {
    while !progress.position.isComplete {
      while progress.position.batch < batches, !isAtStepLimit {
        guard mayGoOn(control, emit) else { return .stopped }
        if let divergence = step(control, emit) {
          guard goesOn(after: divergence, control, emit) else {
            return .diverged(step: divergence.step, learningRate: divergence.learningRate)
          }
        } else {
          control.stepTaken()
        }
        lease?.offer()
      }
      guard endEpoch(control, emit) else { return .stopped }
      if control.request == .stopAfterEpoch, !progress.position.isComplete { return .stopped }
    }
    return .completed
  }

  /// Waits for a decision and lends the cores meanwhile.
  func lendingCores<Result>(_ wait: () -> Result) -> Result { lease.map { $0.lend(while: wait) } ?? wait() }

  private var isAtStepLimit: Bool { options.maxSteps.map { progress.position.step >= $0 } ?? false }

  private func mayGoOn(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Bool {
    var request = control.request
    if request == .pause {
      emit(.paused(step: progress.position.step))
      request = lendingCores { control.waitWhilePaused() }
      if request != .stop { emit(.resumed(step: progress.position.step)) }
    }
    return request != .stop
  }

  /// One batch: forward, loss, backward, update. If the loss is not finite, it undoes the last update instead.
  private func step(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Divergence? {
    let start = now()
    let position = progress.position
    let schedule = Schedule(options.fits[position.fit], batches: batches)
    let rates = StepRates(
      schedule, at: position.iteration, given: handSetRate(control, emit), recoveries: progress.recoveries.count)
    let rate = rates.learningRate

    trainStep.freeze(schedule.call.frozen)
    trainStep.use(current.network)
    let batch = current.feed.batch(position.batch, of: currentPlan(), epoch: position.epoch)
    let loss = trainStep.loss(batch, step: position.step)
    guard loss.isFinite else {
      trainStep.takeBack()
      average?.restart()
      return progress.divergence(learningRate: rate)
    }
    trainStep.learn(batch, rates)

    let seconds = now() - start
    progress.stepEnded(loss: loss, rate: rate, images: batch.count, seconds: seconds)
    average?.stepTaken(progress.position.step, of: totalSteps)
    if progress.position.batch == batches || isAtStepLimit {
      progress.layers = current.network.measureLayers(images: batch.count)
    }
    emit(
      .stepEnded(
        StepRecord(
          step: position.step, epoch: position.epoch, fit: position.fit, learningRate: rate, loss: loss,
          smoothed: progress.smoothed.value, images: batch.count, seconds: seconds)))
    return nil
  }

  /// What the present epoch is trained with.
  var current: SizedTraining {
    sized[options.sizes?.size(at: progress.position.epoch) ?? network.image.height]!
  }

  /// The first batch of the next epoch, augmented as in training.
  func fillFirstBatch() -> LaneBatch { current.feed.batch(0, of: currentPlan(), epoch: progress.position.epoch) }

  private func currentPlan() -> BatchPlan {
    let epoch = progress.position.epoch
    if let plan, plan.epoch == epoch { return plan.plan }
    let made = options.plan(epoch: epoch, current.images)
    plan = (epoch, made)
    return made
  }

  /// The manual rate of the next step: replayed from the repeated run, or set through `control`.
  private func handSetRate(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Double? {
    let step = progress.position.step
    for change in options.learningRateChanges where change.step == step && change != progress.learningRateChanges.last {
      record(change, emit)
      control.learningRate = change.learningRate
      seenRate = change.learningRate
    }
    let asked = control.learningRate
    if asked != seenRate {
      seenRate = asked
      record(LearningRateChange(step: step, learningRate: asked), emit)
    }
    return progress.handSetRate
  }

  private func record(_ change: LearningRateChange, _ emit: (TrainingEvent) -> Void) {
    if progress.learningRateChanges.last?.step == change.step { progress.learningRateChanges.removeLast() }
    progress.learningRateChanges.append(change)
    emit(.learningRateChanged(change))
  }

  /// Validates where that is due; false: stopped before the validation was complete.
  private func endEpoch(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Bool {
    let isLast = isAtStepLimit || control.request == .stopAfterEpoch
    guard !progress.validates(options, isLast: isLast) else { return validate(control, emit) }
    if progress.epochPassed(options) { trainStep.optimizer.reset() }
    return true
  }

  /// Validates at the end of an epoch; false: stopped before the validation was complete.
  private func validate(_ control: TrainingControl, _ emit: (TrainingEvent) -> Void) -> Bool {
    let start = now()
    emit(.validationStarted(epoch: progress.position.epoch))
    let mayGoOn = {
      _ = self.now()
      return control.request != .stop
    }
    guard var result = evaluator.evaluate(data.valid, while: mayGoOn) else { return false }
    var plain: Evaluation?
    if let average {
      average.exchange()
      let averaged = evaluator.evaluate(data.valid, while: mayGoOn)
      average.exchange()
      guard let averaged else { return false }
      (result, plain) = (averaged, result)
    }
    var record = progress.epochRecord(result, plain: plain, validationSeconds: now() - start)
    if progress.takeGoodEpoch(record) { goodWeights.save() }
    record.stopsIn = progress.takeMonitored(record, options.earlyStop)
    let callIsOver = progress.epochEnded(options, isLast: isAtStepLimit || record.stopsIn == 0)
    if progress.position.isComplete {
      average?.settle()
      record.other = evaluator.evaluateOther(data.valid, while: mayGoOn)
      record.augmented = evaluateViews(while: mayGoOn)
    }
    if callIsOver { trainStep.optimizer.reset() }
    emit(.epochEnded(record))
    return true
  }
}

extension Learner {
  /// A copy of everything that the next step depends on.
  package var state: LearnerState {
    LearnerState(
      progress: progress, values: network.values.all.values, optimizer: trainStep.optimizer.state,
      buffers: network.buffers.all.values, good: goodWeights.state, average: average?.state)
  }

  /// The weights that the run gives so far: their average, where one is kept.
  package var modelState: WeightsState {
    average?.state ?? network.state
  }

  /// Restores a state of the same recipe; throws if no run of this learner passes through it.
  package func restore(_ state: LearnerState) throws(LearnerStateError) {
    try state.progress.check(options, batches: batches)
    let count = network.values.count
    guard (state.average == nil) == (average == nil) else {
      throw LearnerStateError(reason: "it has \(state.average == nil ? "no" : "an") average of the weights")
    }
    for values in [state.values, state.good.values, state.average?.values ?? state.values] where values.count != count {
      throw LearnerStateError(reason: "it has \(values.count) weights, the network \(count)")
    }
    try state.optimizer.check(options.optimizer.kind.type, weights: count, steps: state.progress.position.step)
    for buffers in [state.buffers, state.good.buffers, state.average?.buffers ?? state.buffers]
    where buffers.count != network.buffers.count {
      throw LearnerStateError(
        reason: "its layers keep \(buffers.count) values, the network's \(network.buffers.count)")
    }
    progress = state.progress
    network.values.all.values = state.values
    trainStep.optimizer.state = state.optimizer
    network.buffers.all.values = state.buffers
    goodWeights.state = state.good
    if let kept = state.average { average?.state = kept }
    trainStep.forgetSnapshot()
  }
}
