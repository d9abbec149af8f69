import Screen

extension Role {
  package static let trainLoss = Role("trainLoss")
  static let validLoss = Role("validLoss")
  static let accuracy = Role("accuracy")
  static let learningRate = Role("learningRate")
  /// The smoothed loss and the loss of each batch.
  static let smoothed = Role("smoothed")
  static let raw = Role("raw", .line)

  /// All roles of a theme for the lab.
  package static let lab = general + [trainLoss, validLoss, accuracy, learningRate, smoothed, raw]
}
