/// What happened during a training. The screen, the command line and the run store all read the same events.
package enum TrainingEvent: Sendable, Equatable {
  case stepEnded(StepRecord)
  /// The training part of an epoch is over, its validation begins.
  case validationStarted(epoch: Int)
  case epochEnded(EpochRecord)
  /// Paused before this step.
  case paused(step: Int)
  case resumed(step: Int)
  case learningRateChanged(LearningRateChange)
  /// A loss was not finite, and the learner waits to be told how to go on.
  case held(Divergence)
  /// Training goes on from good weights, with smaller rates.
  case recovered(Divergence)
  /// Something worth knowing about the recipe of the run.
  case notice(String)
  /// Something that must stay visible while the training goes on, such as a disk that is full.
  case warning(String)
  case stopped(StopReason)
}

/// One training step. Steps count from 0 over the whole run, all fit calls.
package struct StepRecord: Sendable, Equatable {
  package var step: Int
  package var epoch: Int
  /// Index of the fit call.
  package var fit: Int
  package var learningRate: Double
  /// Mean over the batch.
  package var loss: Double
  /// The smoothed loss since the start of the fit call.
  package var smoothed: Double
  package var images: Int
  package var seconds: Double

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

/// One epoch, or the part of it that was run.
package struct EpochRecord: Sendable, Equatable, Codable {
  package var epoch: Int
  package var fit: Int
  /// The rate of its last step.
  package var learningRate: Double
  /// The smoothed loss after its last step.
  package var trainLoss: Double
  package var validLoss: Double
  /// A fraction of 1.
  package var accuracy: Double
  /// Seconds of its training steps.
  package var seconds: Double
  package var imagesPerSecond: Double
  /// Seconds of its validation.
  package var validationSeconds: Double
  /// Steps since the start of the run.
  package var step: Int
  /// Figures of each layer on the last training batch.
  package var layers: [LayerFigures]
  /// What the weights themselves give, where the other figures are those of their average.
  package var plain: Evaluation?
  /// After so many more epochs without an improvement the run ends; nil: it does not.
  package var stopsIn: Int?
  /// At the end of a run: what the other kind of batch statistics gives.
  package var other: OtherStatistics?
  /// At the end of a run: what the mean over several views of each image gives, where the recipe asks for it.
  package var augmented: Evaluation?

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

/// A rate set by hand during a run, recorded so that the run can be repeated.
package struct LearningRateChange: Sendable, Hashable, Codable {
  /// The first step with this rate.
  package var step: Int
  /// nil: from here on, the schedule's own rate again.
  package var learningRate: Double?

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
