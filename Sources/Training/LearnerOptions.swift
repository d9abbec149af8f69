import ImageData

/// How a learner trains: all that its figures follow from, besides network and images.
package struct LearnerOptions: Sendable, Hashable {
  package var fits: [FitCall]
  package var batchSize: Int
  /// Leaves out the last batch of an epoch where it is short.
  package var dropsLast: Bool
  /// Order, flips, crops and dropout follow from it.
  package var seed: UInt64
  package var augmentation: Augmentation
  package var normalisation: Normalisation
  package var shuffles: Bool
  package var optimizer: OptimizerSettings
  /// Ends the run early, with a validation as after an epoch.
  package var maxSteps: Int?
  /// Rates set by hand in the run that this one repeats, by step.
  package var learningRateChanges: [LearningRateChange]
  /// The steps whose loss was not finite in the run that this one repeats, and which went on from good weights.
  package var recoveries: [Int]

  /// The lesson's defaults: batches of 256, shuffled and augmented, SGD with momentum 0.9.
  package init(
    fits: [FitCall] = [], batchSize: Int = 256, dropsLast: Bool = false, seed: UInt64 = 42,
    augmentation: Augmentation = Augmentation(), normalisation: Normalisation = .automatic, shuffles: Bool = true,
    optimizer: OptimizerSettings = OptimizerSettings(), maxSteps: Int? = nil,
    learningRateChanges: [LearningRateChange] = [], recoveries: [Int] = []
  ) {
    self.fits = fits
    self.batchSize = batchSize
    self.dropsLast = dropsLast
    self.seed = seed
    self.augmentation = augmentation
    self.normalisation = normalisation
    self.shuffles = shuffles
    self.optimizer = optimizer
    self.maxSteps = maxSteps
    self.learningRateChanges = learningRateChanges
    self.recoveries = recoveries
  }

  /// The batches of an epoch over so many images.
  package func batches(of images: Int) -> Int {
    BatchPlan.batches(of: images, size: batchSize, dropsLast: dropsLast)
  }

  /// The order and the draws of an epoch over `images`.
  func plan(epoch: Int, _ images: ImageSet) -> BatchPlan {
    BatchPlan(
      seed: seed, epoch: epoch, count: images.count, batchSize: batchSize, dropsLast: dropsLast, shuffle: shuffles,
      augmentation: augmentation, imageSize: images.size)
  }
}
