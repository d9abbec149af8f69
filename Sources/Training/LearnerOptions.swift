import ImageData
import Networks

/// How a learner trains: besides network and images, everything its figures depend on.
package struct LearnerOptions: Sendable, Hashable {
  package var fits: [FitCall]
  package var batchSize: Int
  /// Whether a short last batch of an epoch is left out.
  package var dropsLast: Bool
  /// Seed of order, flips, crops and dropout.
  package var seed: UInt64
  package var augmentation: Augmentation
  package var normalisation: Normalisation
  package var shuffles: Bool
  /// What is done for classes of unequal size.
  package var balance: ClassBalance
  package var loss: LossSettings
  package var optimizer: OptimizerSettings
  package var averaging = WeightAveraging()
  package var earlyStop = EarlyStop()
  /// Sizes of the training images by epoch; nil: their own.
  package var sizes: ImageSizes?
  /// Epochs from one validation to the next; the last epoch always has one.
  package var validationEvery = 1
  /// What the last validation takes the mean over in a second pass.
  package var lastViews = TestTimeAugmentation.off
  /// Ends the run after so many steps, with a validation as after an epoch.
  package var maxSteps: Int?
  /// Rates set by hand in the run that is repeated.
  package var learningRateChanges: [LearningRateChange]
  /// Steps of the repeated run at which the loss was not finite and training went on from good weights.
  package var recoveries: [Int]

  /// The lesson's defaults: batches of 256, shuffled and augmented, SGD with momentum 0.9.
  package init(
    fits: [FitCall] = [], batchSize: Int = 256, dropsLast: Bool = false, seed: UInt64 = 42,
    augmentation: Augmentation = Augmentation(), normalisation: Normalisation = .automatic, shuffles: Bool = true,
    balance: ClassBalance = .off, loss: LossSettings = LossSettings(),
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
    self.balance = balance
    self.loss = loss
    self.optimizer = optimizer
    self.maxSteps = maxSteps
    self.learningRateChanges = learningRateChanges
    self.recoveries = recoveries
  }

  /// Batches of an epoch over so many images.
  package func batches(of images: Int) -> Int {
    BatchPlan.batches(of: images, size: batchSize, dropsLast: dropsLast)
  }

  /// Order and augmentation of an epoch over `images`.
  func plan(epoch: Int, _ images: ImageSet) -> BatchPlan {
    BatchPlan(
      seed: seed, epoch: epoch, count: images.count, batchSize: batchSize, dropsLast: dropsLast, shuffle: shuffles,
      augmentation: augmentation, imageSize: images.size,
      balancing: balance == .sample ? images.labels : nil)
  }

  /// The names of weights that a fit call or the optimiser treats apart.
  package var groupNames: Set<String> { optimizer.groups.names.union(stopNames) }
  private var stopNames: Set<String> { Set(fits.flatMap { $0.stops.map(\.group) }) }

  /// Steps of `network` by these options on the images of `data`.
  func trainStep(_ network: Network, _ data: DataSet) -> TrainStep {
    TrainStep(network, optimizer, loss: loss, classWeights: classWeights(data), stops: stopNames)
  }

  /// How much an image of each class counts in the loss; nil: all alike.
  func classWeights(_ data: DataSet) -> [Float]? {
    balance == .loss ? ClassBalance.weights(data.train.perClass(data.classes.count)) : nil
  }
}
