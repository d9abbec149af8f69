/// What happened, as plain facts: the screen, the command line and the run store all live on these.
package enum TrainingEvent: Sendable, Equatable {
  case stepEnded(StepRecord)
  case epochEnded(EpochRecord)
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
}

/// One epoch, or what was run of it.
package struct EpochRecord: Sendable, Equatable, Codable {
  package var epoch: Int
  package var fit: Int
  /// That of its last step.
  package var learningRate: Double
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
}

/// Why a run ended.
package enum StopReason: Sendable, Equatable {
  case completed
  case stopped
  case diverged(step: Int, learningRate: Double)
}
