/// The loss over the learning rate, as an LR finder saw it.
package struct LRCurve: Sendable, Equatable {
  /// One batch of a sweep.
  package struct Point: Sendable, Equatable {
    package var learningRate: Double
    package var loss: Double
    package var smoothed: Double

    /// A batch's rate, its mean loss and the smoothed one.
    package init(learningRate: Double, loss: Double, smoothed: Double) {
      self.learningRate = learningRate
      self.loss = loss
      self.smoothed = smoothed
    }
  }

  /// Why a sweep has no more points.
  package enum Ending: Sendable, Equatable {
    case reachedEnd
    /// The loss rose so far that the rest of the sweep was left out.
    case exploded
    /// Somebody asked for it.
    case stopped
  }

  package var points: [Point]
  package var ending: Ending

  /// A curve of recorded points.
  package init(points: [Point] = [], ending: Ending = .reachedEnd) {
    self.points = points
    self.ending = ending
  }

  /// The smoothed losses to plot: those of the whole fall, with a margin for the rise; nil without a fall.
  package var descent: ClosedRange<Double>? {
    let losses = points.map(\.smoothed).filter(\.isFinite)
    guard let lowest = losses.indices.min(by: { losses[$0] < losses[$1] }), let highest = losses[..<lowest].max() else {
      return nil
    }
    let margin = (highest - losses[lowest]) * 0.15
    return losses[lowest] - margin...highest + margin
  }
}
