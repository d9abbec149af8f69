/// What happened, as plain facts: the screen, the command line and the run store all live on these.
package enum TrainingEvent: Sendable, Equatable {
  case stepEnded(StepRecord)
  /// The training part of an epoch is over, its validation begins.
  case validationStarted(epoch: Int)
  case epochEnded(EpochRecord)
  /// Waiting before this step.
  case paused(step: Int)
  case resumed(step: Int)
  case learningRateChanged(LearningRateChange)
  /// Waiting for a decision: a loss was not finite.
  case held(Divergence)
  /// Gone on from good weights, with smaller rates.
  case recovered(Divergence)
  /// Something that is good to know of the run as it was asked for.
  case notice(String)
  /// Something that must stay visible while the training goes on, such as a disk that is full.
  case warning(String)
  case stopped(StopReason)
}

/// One training step. Steps count from 0 over the whole run, all fit calls.
package struct StepRecord: Sendable, Equatable {
  package var step: Int
  package var epoch: Int
  /// The index of the fit call.
  package var fit: Int
  package var learningRate: Double
  /// Mean over the batch.
  package var loss: Double
  /// The library's smoothed loss over the fit call.
  package var smoothed: Double
  package var images: Int
  package var seconds: Double

  /// A step as it ended.
  package init(
    step: Int, epoch: Int, fit: Int, learningRate: Double, loss: Double, smoothed: Double, images: Int, seconds: Double
  ) {
    self.step = step
    self.epoch = epoch
    self.fit = fit
    self.learningRate = learningRate
    self.loss = loss
    self.smoothed = smoothed
    self.images = images
    self.seconds = seconds
  }
}

/// One epoch, or what was run of it.
package struct EpochRecord: Sendable, Equatable, Codable {
  package var epoch: Int
  package var fit: Int
  /// That of its last step.
  package var learningRate: Double
  /// The smoothed loss after its last step.
  package var trainLoss: Double
  package var validLoss: Double
  /// A fraction.
  package var accuracy: Double
  /// Of the training part.
  package var seconds: Double
  package var imagesPerSecond: Double
  /// Of the validation.
  package var validationSeconds: Double
  /// Steps since the start of the run.
  package var step: Int
  /// What each layer did with its last training batch.
  package var layers: [LayerFigures]

  /// An epoch as it ended.
  package init(
    epoch: Int, fit: Int, learningRate: Double, trainLoss: Double, validLoss: Double, accuracy: Double, seconds: Double,
    imagesPerSecond: Double, validationSeconds: Double, step: Int, layers: [LayerFigures] = []
  ) {
    self.epoch = epoch
    self.fit = fit
    self.learningRate = learningRate
    self.trainLoss = trainLoss
    self.validLoss = validLoss
    self.accuracy = accuracy
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.validationSeconds = validationSeconds
    self.step = step
    self.layers = layers
  }
}

/// A rate set by hand during a run, kept so that the run can be repeated.
package struct LearningRateChange: Sendable, Hashable, Codable {
  /// The first step that it holds for.
  package var step: Int
  /// nil: the schedule's own rate again.
  package var learningRate: Double?

  /// From `step` on, `learningRate` holds, or with nil the schedule.
  package init(step: Int, learningRate: Double?) {
    self.step = step
    self.learningRate = learningRate
  }
}

/// Why a run ended.
package enum StopReason: Sendable, Equatable {
  case completed
  case stopped
  /// The loss of this step was not finite; the weights are those of the last step whose loss was.
  case diverged(step: Int, learningRate: Double)
}
