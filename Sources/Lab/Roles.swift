import Screen

extension Role {
  package static let trainLoss = Role("trainLoss")
  static let validLoss = Role("validLoss")
  static let accuracy = Role("accuracy")
  static let learningRate = Role("learningRate")
  /// The loss averaged over the last batches, and that of each batch.
  static let smoothed = Role("smoothed")
  static let raw = Role("raw", .line)

  /// What a theme for the lab gives a colour to.
  package static let lab = general + [trainLoss, validLoss, accuracy, learningRate, smoothed, raw]
}
