/// Limits of figures read from run folders, so that nothing later traps on one.
enum RunLimits {
  /// Images and epochs: far above any run, and the product of two does not overflow.
  static let counts = 0...1_000_000_000
  /// Steps and parameters.
  static let steps = 0...1_000_000_000_000
  static let seconds = 0...1e11
  static let shares = 0.0...1.0
  /// Bytes of a name or a path.
  static let longestText = 4_096
  static let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
}

extension RunDocument {
  /// Throws for values that no run has.
  func check() throws(RunFolderError) {
    guard RunLimits.seconds.contains(created) else { throw .time(created) }
    try require("parameters", parameters, RunLimits.steps)
    try require("data.train_images", data.trainImages, RunLimits.counts)
    try require("data.valid_images", data.validImages, RunLimits.counts)
    try require("machine.cores", machine.cores, RunLimits.counts)
    try require("machine.threads", machine.threads, RunLimits.counts)
    for change in recipe.training.learningRateChanges {
      try require("recipe.learning_rate_changes", change.step, RunLimits.steps)
      try require("recipe.learning_rate_changes", change.learningRate, RunLimits.finite)
    }
    for step in recipe.training.recoveries { try require("recipe.recoveries", step, RunLimits.steps) }
    try require("recipe.network", recipe.network)
    try require("recipe.data", recipe.data)
    try require("recipe.initial_weights", recipe.initialWeights ?? "")
    try require("data.name", data.name)
    try require("data.source", data.source)
    try require("data.fingerprint", data.fingerprint)
    try require("machine.host", machine.host)
    try require("machine.system", machine.system)
    do { try label?.check() } catch { throw .label(error.reason) }
    try result.check()
  }
}

extension RunDocument.Result {
  func check() throws(RunFolderError) {
    try require("result.epochs", epochs, RunLimits.counts)
    try require("result.steps", steps, RunLimits.steps)
    try require("result.accuracy", accuracy, RunLimits.shares)
    try require("result.valid_loss", validLoss, RunLimits.finite)
    try require("result.train_loss", trainLoss, RunLimits.finite)
    try require("result.seconds", seconds, RunLimits.seconds)
    try require("result.best.epoch", best?.epoch, RunLimits.counts)
    try require("result.best.accuracy", best?.accuracy, RunLimits.shares)
    try require("result.best.valid_loss", best?.validLoss, RunLimits.finite)
    try require("result.diverged_at_step", divergedAtStep, RunLimits.steps)
    try require("result.diverged_at_rate", divergedAtRate, RunLimits.finite)
    for (name, evaluation) in [("other.evaluation", other?.evaluation), ("augmented", augmented)] {
      try require("result.\(name).accuracy", evaluation?.accuracy, RunLimits.shares)
      try require("result.\(name).loss", evaluation?.loss, RunLimits.finite)
      try require("result.\(name).images", evaluation?.images, RunLimits.counts)
    }
  }
}

private func require<Value: Comparable>(
  _ name: String, _ value: Value?, _ range: ClosedRange<Value>
) throws(RunFolderError) {
  guard let value, !range.contains(value) else { return }
  throw .figure(name, "\(value)")
}

private func require(_ name: String, _ text: String) throws(RunFolderError) {
  guard text.utf8.count <= RunLimits.longestText else { throw .tooLong(name) }
}
