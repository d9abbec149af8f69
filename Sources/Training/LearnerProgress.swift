import Files

/// The state of a run apart from its tensors.
package struct LearnerProgress: Sendable, Hashable, Codable {
  package var position = TrainingPosition()
  package var smoothed = SmoothedLoss()
  package var learningRateChanges: [LearningRateChange] = []
  /// Steps at which the loss was not finite and training went on from good weights.
  package var recoveries: [Int] = []
  /// Loss of the first step.
  var firstLoss: Double?
  /// Loss of the last step.
  var lastLoss: Double?
  /// The epoch whose weights are kept for recovery; nil: the initial weights.
  var goodEpoch: RankedEpoch?
  /// The best of what early stopping monitors, the higher the better, and the epochs since then.
  var monitored: Double?
  var epochsWithoutGain: Int?
  /// Epochs since the last validation; nil: there was one after each.
  package var unvalidatedEpochs: Int?
  /// Rate of the last step.
  package var learningRate = 0.0
  /// Images since the last validation.
  package var images = 0
  /// Training time since the last validation.
  package var seconds = 0.0
  /// Figures of each layer on the last batch of this epoch, once it is over.
  package var layers: [LayerFigures] = []

  package init() {}

  /// The current manual rate; nil: the schedule's.
  var handSetRate: Double? { learningRateChanges.last?.learningRate }

  /// Steps since the optimiser was reset, at the start of the fit call or by a recovery in it. Uses wrapping
  /// arithmetic, since the position may come from a file and not be checked yet.
  var stepsSinceReset: Int { min(position.iteration, position.step &- (recoveries.last ?? 0)) }

  mutating func stepEnded(loss: Double, rate: Double, images: Int, seconds: Double) {
    smoothed.add(loss)
    if firstLoss == nil { firstLoss = loss }
    lastLoss = loss
    learningRate = rate
    self.images += images
    self.seconds += seconds
    position.batch += 1
    position.iteration += 1
    position.step += 1
  }

  /// `plain` is what the weights themselves give, where `result` is that of their average.
  func epochRecord(_ result: Evaluation, plain: Evaluation?, validationSeconds: Double) -> EpochRecord {
    var record = EpochRecord(
      epoch: position.epoch, fit: position.fit, learningRate: learningRate, trainLoss: smoothed.value,
      validLoss: result.loss, accuracy: result.accuracy, seconds: seconds,
      imagesPerSecond: seconds > 0 ? Double(images) / seconds : 0, validationSeconds: validationSeconds,
      step: position.step, layers: layers)
    record.plain = plain
    return record
  }

  /// Whether a validation is due at the end of this epoch, which no other follows if it `isLast`.
  func validates(_ options: LearnerOptions, isLast: Bool) -> Bool {
    let ending = options.fits.count - 1
    let isEnd = position.fit == ending && position.epochInFit == options.fits[ending].epochs - 1
    return isLast || isEnd || (unvalidatedEpochs ?? 0) + 1 >= options.validationEvery
  }

  /// Moves to the next epoch without a validation; returns true if it begins the next fit call.
  mutating func epochPassed(_ options: LearnerOptions) -> Bool {
    unvalidatedEpochs = (unvalidatedEpochs ?? 0) + 1
    return moveToNextEpoch(options, isLast: false)
  }

  /// Moves to the next epoch after a validation; returns true if it begins the next fit call.
  mutating func epochEnded(_ options: LearnerOptions, isLast: Bool) -> Bool {
    images = 0
    seconds = 0
    layers = []
    unvalidatedEpochs = nil
    return moveToNextEpoch(options, isLast: isLast)
  }

  private mutating func moveToNextEpoch(_ options: LearnerOptions, isLast: Bool) -> Bool {
    position.epoch += 1
    position.epochInFit += 1
    position.batch = 0
    let callIsOver = position.epochInFit == options.fits[position.fit].epochs
    if callIsOver {
      position.fit += 1
      position.epochInFit = 0
      position.iteration = 0
      smoothed = SmoothedLoss()
    }
    position.isComplete = isLast || position.fit == options.fits.count
    return callIsOver
  }
}

/// Everything that the next step of a run depends on.
package struct LearnerState: Sendable, Equatable {
  package var progress: LearnerProgress
  /// All weights, in the order of the network's parameters.
  package var values: [Float]
  package var optimizer: OptimizerState
  /// All buffers, in the order of the network's.
  package var buffers: [Float]
  /// The weights to return to after a divergence.
  package var good: WeightsState
  /// The average of the weights, where one is kept.
  package var average: WeightsState?

  package init(
    progress: LearnerProgress, values: [Float], optimizer: OptimizerState, buffers: [Float], good: WeightsState,
    average: WeightsState? = nil
  ) {
    self.average = average
    self.progress = progress
    self.values = values
    self.optimizer = optimizer
    self.buffers = buffers
    self.good = good
  }
}

/// Why a learner cannot continue from a state.
package struct LearnerStateError: UserFacingError, Equatable {
  package let reason: String
  package var exitCode: ExitCode { .fileProblem }
  package var problem: String { "the state is not one of this recipe: \(reason)" }
}

extension LearnerProgress {
  /// Checks that a run of `options` with `batches` batches an epoch passes through this position.
  func check(_ options: LearnerOptions, batches: Int) throws(LearnerStateError) {
    let fits = options.fits
    func require(_ condition: Bool, _ reason: String) throws(LearnerStateError) {
      guard condition else { throw LearnerStateError(reason: reason) }
    }
    try require((0...fits.count).contains(position.fit), "fit call \(ordinal(position.fit)) of \(fits.count)")
    try require(position.isComplete || position.fit < fits.count, "it stands behind the last fit call")
    try require((0...batches).contains(position.batch), "batch \(position.batch) of \(batches)")
    let epochs = position.fit < fits.count ? fits[position.fit].epochs : 1
    try require((0..<epochs).contains(position.epochInFit), "epoch \(ordinal(position.epochInFit)) of \(epochs)")
    let before = fits.prefix(position.fit).reduce(0) { $0 + $1.epochs }
    let epoch = before + position.epochInFit
    try require(position.epoch == epoch, "epoch \(ordinal(position.epoch)) where \(ordinal(epoch)) is due")
    try require(
      position.isComplete || position.iteration == position.epochInFit * batches + position.batch,
      "iteration \(position.iteration) in batch \(position.batch) of epoch \(ordinal(position.epochInFit))")
    try require(
      position.isComplete || position.step == epoch * batches + position.batch,
      "step \(position.step) in batch \(position.batch) of epoch \(ordinal(epoch))")
    let passed = unvalidatedEpochs ?? 0
    try require((0..<options.validationEvery).contains(passed), "\(passed) epochs without a validation")
    try require(
      (0...batches * options.batchSize).contains(images / (passed + 1)) && seconds.isFinite,
      "figures of the epoch that cannot be")
  }
}
