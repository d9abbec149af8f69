import Training

/// A row of `epochs.csv`.
package struct EpochRow: CSVRow, Sendable, Equatable {
  static let file = "epochs.csv"
  static let header = "epoch,fit,lr,train_loss,valid_loss,accuracy,seconds\n"
  /// Where a run keeps an average of its weights: what they themselves give stands behind.
  static let headerWithPlain = "epoch,fit,lr,train_loss,valid_loss,accuracy,seconds,plain_loss,plain_accuracy\n"
  static let headers = [header, headerWithPlain]

  package var epoch: Int
  package var fit: Int
  package var learningRate: Double
  package var trainLoss: Double
  package var validLoss: Double
  package var accuracy: Double
  package var seconds: Double
  /// What the weights themselves give, where the other figures are those of their average.
  package var plainLoss, plainAccuracy: Double?
  var place: Int { epoch }

  init(_ record: EpochRecord) {
    plainLoss = record.plain?.loss
    plainAccuracy = record.plain?.accuracy
    epoch = record.epoch
    fit = record.fit
    learningRate = record.learningRate
    trainLoss = record.trainLoss
    validLoss = record.validLoss
    accuracy = record.accuracy
    seconds = record.seconds
  }

  init?(csv fields: [Substring]) {
    guard fields.count == 7 || fields.count == 9, let epoch = Self.count(fields[0], in: RunLimits.counts),
      let fit = Self.count(fields[1], in: RunLimits.counts), let learningRate = Double(fields[2]),
      let trainLoss = Double(fields[3]), let validLoss = Double(fields[4]), let accuracy = Double(fields[5]),
      RunLimits.shares.contains(accuracy), let seconds = Double(fields[6]), RunLimits.seconds.contains(seconds)
    else { return nil }
    self.epoch = epoch
    self.fit = fit
    self.learningRate = learningRate
    self.trainLoss = trainLoss
    self.validLoss = validLoss
    self.accuracy = accuracy
    self.seconds = seconds
    guard fields.count == 9 else { return }
    guard let plainLoss = Double(fields[7]), let plainAccuracy = Double(fields[8]),
      RunLimits.shares.contains(plainAccuracy)
    else { return nil }
    (self.plainLoss, self.plainAccuracy) = (plainLoss, plainAccuracy)
  }

  var csv: String {
    var text = "\(epoch),\(fit)," + csvNumbers(learningRate, trainLoss, validLoss, accuracy, seconds)
    if let plainLoss, let plainAccuracy { text += "," + csvNumbers(plainLoss, plainAccuracy) }
    return text + "\n"
  }
}

/// A row of `steps.csv`.
package struct StepRow: CSVRow, Sendable, Equatable {
  static let file = "steps.csv"
  static let header = "step,lr,loss,smoothed\n"

  package var step: Int
  package var learningRate: Double
  package var loss: Double
  package var smoothed: Double
  var place: Int { step }

  init(_ record: StepRecord) {
    step = record.step
    learningRate = record.learningRate
    loss = record.loss
    smoothed = record.smoothed
  }

  init?(csv fields: [Substring]) {
    guard fields.count == 4, let step = Self.count(fields[0], in: RunLimits.steps),
      let learningRate = Double(fields[1]),
      let loss = Double(fields[2]), let smoothed = Double(fields[3])
    else { return nil }
    self.step = step
    self.learningRate = learningRate
    self.loss = loss
    self.smoothed = smoothed
  }

  var csv: String { "\(step)," + csvNumbers(learningRate, loss, smoothed) + "\n" }
}

/// A row of `layers.csv`: figures of one layer on the last training batch of an epoch.
package struct LayerRow: CSVRow, Sendable, Equatable {
  static let file = "layers.csv"
  static let header = "epoch,layer,mean,std,dead_share,gradient_norm\n"

  package var epoch: Int
  package var layer: String
  package var mean: Double
  package var std: Double
  package var deadShare: Double
  /// nil: the layer has no trainable parameters.
  package var gradientNorm: Double?
  var place: Int { epoch }

  init(epoch: Int, _ figures: LayerFigures) {
    self.epoch = epoch
    layer = figures.name
    mean = figures.mean
    std = figures.std
    deadShare = figures.deadShare
    gradientNorm = figures.gradientNorm
  }

  init?(csv fields: [Substring]) {
    guard fields.count == 6, let epoch = Self.count(fields[0], in: RunLimits.counts), let mean = Double(fields[2]),
      let std = Double(fields[3]), let deadShare = Double(fields[4]), RunLimits.shares.contains(deadShare),
      fields[5].isEmpty || Double(fields[5]) != nil
    else { return nil }
    self.epoch = epoch
    layer = String(fields[1])
    self.mean = mean
    self.std = std
    self.deadShare = deadShare
    gradientNorm = Double(fields[5])
  }

  var csv: String {
    "\(epoch),\(layer)," + csvNumbers(mean, std, deadShare) + "," + (gradientNorm.map { csvNumbers($0) } ?? "") + "\n"
  }
}
