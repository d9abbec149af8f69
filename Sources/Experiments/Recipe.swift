import ImageData
import Networks
import Training

/// Everything that a run follows from: the same recipe on the same data gives the same figures to the last digit.
package struct Recipe: Sendable, Hashable, Codable {
  /// Which mean and standard deviation the images are normalised with.
  package enum Statistics: String, Sendable, Codable, CaseIterable {
    /// The article's where the classes are CIFAR-10's, else measured.
    case automatic
    case article
    case measured
  }

  package var network: String
  /// The article's whole list; nil: the architecture's own.
  package var widths: [Int]?
  /// As given to `--data`.
  package var data = "auto"
  /// Pixels a side.
  package var size = 32
  /// Empty: the architecture's own schedule.
  package var fits: [FitCall] = []
  package var batchSize = 256
  package var seed: UInt64 = 42
  /// This many training images, class-balanced; nil: all.
  package var subset: Int?
  package var augments = true
  package var padding = Augmentation.Padding.reflect
  package var statistics = Statistics.automatic
  package var shuffles = true
  /// nil: the architecture's own.
  package var dropout: Double?
  package var momentum = 0.9
  /// Batch-norm evaluates with the last batch's statistics, or a moving average of them.
  package var movingStatistics = false
  /// Names of layers whose weights and statistics stay as they are.
  package var frozen: [String] = []
  package var freezesBatchNorm = false
  /// Whether a channel without variance outputs NaN as in the article's code, in place of its `a`.
  package var deadChannelsAreNan = false
  package var maxSteps: Int?
  /// A safetensors file to start from.
  package var initialWeights: String?
  /// Rates set by hand in the run that this repeats.
  package var learningRateChanges: [LearningRateChange] = []
  /// The steps at which the run that this repeats diverged and went on from good weights with a tenth of its rates.
  package var recoveries: [Int] = []

  enum CodingKeys: String, CodingKey {
    case network, widths, data, size, fits, batchSize, seed, subset, augments, padding, statistics, shuffles, dropout
    case momentum, movingStatistics, frozen, freezesBatchNorm, deadChannelsAreNan, maxSteps, initialWeights
    case learningRateChanges, recoveries
  }

  /// The network's own schedule and widths, and the lesson's defaults.
  package init(network: String) { self.network = network }
}
