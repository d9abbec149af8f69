/// A run whose loss was no longer a number: where that was, and what can be gone on from.
struct Divergence: Equatable, Sendable {
  /// The weights that are good to go on from.
  enum Start: Equatable, Sendable {
    /// Those of the last step, which the run's folder has.
    case lastStep
    /// Those of the best epoch.
    case bestEpoch(Int)
    /// None has been reached: those that the run began with.
    case beginning
  }

  /// A loss so many times the first one is finite, but belongs to weights that have already run away.
  private static let runaway = 2.0
  /// The rates of the run that goes on are those of this one divided by so much.
  static let rateDivisor = 10.0

  let step: Int
  let learningRate: Double
  /// Of the step before; nil: there was none.
  let lastLoss: Double?
  let start: Start

  /// What `curves` say of a run that diverged; `isKept`: its weights are in the store.
  init(step: Int, learningRate: Double, _ curves: RunCurves, isKept: Bool) {
    self.step = step
    self.learningRate = learningRate
    lastLoss = curves.loss.last
    let highest = (curves.loss.values.first ?? 0) * Self.runaway
    if !isKept {
      start = .beginning
    } else if let lastLoss, lastLoss <= highest {
      start = .lastStep
    } else if let best = curves.best, best.validLoss <= highest {
      start = .bestEpoch(best.epoch)
    } else {
      start = .beginning
    }
  }

  /// What has happened and what it means, in two paragraphs.
  var explanation: String {
    var text = "At step \(step), with lr \(Figures.rate(learningRate)), the loss was no longer a number. "
    text += "Steps this long overshoot: the loss grows instead of falling, and the weights with it until they overflow."
    text += "\n\nThe run has ended; its figures are kept. "
    let last = lastLoss.map { "step \(step - 1) (loss \(Figures.shortLoss($0)))" } ?? "no step"
    switch start {
    case .lastStep: text += "The last good weights are those of \(last)."
    case .bestEpoch(let epoch):
      text += "The weights of \(last) have run away; the last good ones are those of epoch \(epoch), the best."
    case .beginning:
      text += "\(lastLoss == nil ? "There are no good weights" : "By \(last) the weights had run away"): "
      text += "only those that the run began with are good."
    }
    return text
  }
}
