import Experiments
import Training

extension RunCurves {
  /// The figures in a run's folder, all or those from before a position.
  init(_ listing: RunListing, before position: TrainingPosition? = nil) {
    self.init(name: listing.name)
    let images = listing.document?.data.trainImages ?? 0
    let batches = listing.document?.recipe.training.batches(of: images) ?? images
    for row in listing.steps() where row.step < position?.step ?? .max {
      take(
        StepRecord(
          step: row.step, epoch: 0, fit: 0, learningRate: row.learningRate, loss: row.loss, smoothed: row.smoothed,
          images: 0, seconds: 0))
    }
    for row in listing.epochs() where row.epoch < position?.epoch ?? .max {
      take(
        EpochRecord(
          epoch: row.epoch, fit: row.fit, learningRate: row.learningRate, trainLoss: row.trainLoss,
          validLoss: row.validLoss, accuracy: row.accuracy, seconds: row.seconds, imagesPerSecond: 0,
          validationSeconds: 0, step: (row.epoch + 1) * batches))
    }
  }
}
