/// The figures of a run in progress that are not tensors: with them and the tensors it can go on bit for bit.
package struct LearnerProgress: Sendable, Hashable, Codable {
  package var position = TrainingPosition()
  package var smoothed = SmoothedLoss()
  /// Rates set by hand so far.
  package var learningRateChanges: [LearningRateChange] = []
  /// That of the last step.
  package var learningRate = 0.0
  /// Images trained on in this epoch.
  package var images = 0
  /// Training time of this epoch.
  package var seconds = 0.0
  /// What each layer did with the last batch of this epoch, once it is over.
  package var layers: [LayerFigures] = []

  /// The start of a run.
  package init() {}

  /// The rate set by hand that holds now; nil: the schedule's.
  var handSetRate: Double? { learningRateChanges.last?.learningRate }

  mutating func stepEnded(loss: Double, rate: Double, images: Int, seconds: Double) {
    smoothed.add(loss)
    learningRate = rate
    self.images += images
    self.seconds += seconds
    position.batch += 1
    position.iteration += 1
    position.step += 1
  }

  func epochRecord(_ result: Evaluation, validationSeconds: Double) -> EpochRecord {
    EpochRecord(
      epoch: position.epoch, fit: position.fit, learningRate: learningRate, trainLoss: smoothed.value,
      validLoss: result.loss, accuracy: result.accuracy, seconds: seconds,
      imagesPerSecond: seconds > 0 ? Double(images) / seconds : 0, validationSeconds: validationSeconds,
      step: position.step, layers: layers)
  }

  /// Moves on to the next epoch; true: it belongs to the next fit call, which starts afresh.
  mutating func epochEnded(_ options: LearnerOptions, isLast: Bool) -> Bool {
    images = 0
    seconds = 0
    layers = []
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

/// Everything that the next step of a run follows from.
package struct LearnerState: Sendable, Equatable {
  package var progress: LearnerProgress
  /// All weights, in the order of the network's parameters.
  package var values: [Float]
  /// The optimiser's momentum, in the same order.
  package var momentum: [Float]
  /// Of the batch-norm layers that have any yet.
  package var statistics: [LayerStatistics]

  /// A state put together from its parts.
  package init(progress: LearnerProgress, values: [Float], momentum: [Float], statistics: [LayerStatistics]) {
    self.progress = progress
    self.values = values
    self.momentum = momentum
    self.statistics = statistics
  }
}
