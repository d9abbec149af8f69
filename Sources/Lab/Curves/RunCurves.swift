import Training

/// The figures of one run over its steps and epochs.
struct RunCurves: Equatable, Sendable {
  /// The smoothings that `z` cycles through: the library's average, none, a stronger one.
  enum Smoothing: Int, CaseIterable, Sendable {
    case library, none, strong

    /// In the plot's title.
    var title: String {
      switch self {
      case .library: "smoothed"
      case .none: "raw"
      case .strong: "smoothed ×10"
      }
    }
  }

  private static let strongWeight = 0.998

  var name: String
  private(set) var loss = CurveSeries()
  private(set) var smoothed = CurveSeries()
  private(set) var strong = CurveSeries()
  private(set) var learningRate = CurveSeries()
  private(set) var epochs: [EpochRecord] = []
  private var strongAverage = 0.0
  private var strongMass = 0.0

  init(name: String) { self.name = name }

  var steps: Int { loss.count }

  /// Appends a step; missing steps before it leave a gap in the curves.
  mutating func take(_ step: StepRecord) {
    while steps < step.step {
      for curve in [\Self.loss, \.smoothed, \.strong, \.learningRate] { self[keyPath: curve].append(.nan) }
    }
    loss.append(step.loss)
    smoothed.append(step.smoothed)
    learningRate.append(step.learningRate)
    if step.loss.isFinite {
      strongAverage = Self.strongWeight * strongAverage + (1 - Self.strongWeight) * step.loss
      strongMass = Self.strongWeight * strongMass + (1 - Self.strongWeight)
    }
    strong.append(strongMass > 0 ? strongAverage / strongMass : step.loss)
  }

  mutating func take(_ epoch: EpochRecord) { epochs.append(epoch) }

  func trainLoss(_ smoothing: Smoothing) -> CurveSeries {
    switch smoothing {
    case .library: smoothed
    case .none: loss
    case .strong: strong
    }
  }

  var best: RankedEpoch? {
    epochs.lazy.compactMap(RankedEpoch.init).reduce(nil) { best, epoch in epoch.beats(best) ? epoch : best }
  }
}
