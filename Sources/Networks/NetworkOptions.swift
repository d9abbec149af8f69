import Kernels

/// What can be chosen of a network beside its widths.
package struct NetworkOptions: Sendable, Hashable {
  /// Which statistics evaluation normalises with.
  package enum BatchNormStatistics: String, Sendable, CaseIterable, Codable {
    /// Those of the last training batch, as in the article's code.
    case last
    /// v ← 0.9·v + 0.1·batch on mean and variance, the first batch copied.
    case ema

    package var other: BatchNormStatistics { self == .last ? .ema : .last }
  }

  package var statistics: BatchNormStatistics
  /// Normalise with the stored statistics in training, too, and never touch them.
  package var freezesStatistics: Bool
  package var dead: BatchNorm.DeadChannel
  /// Replaces the architecture's own probability.
  package var dropout: Double?
  /// Names of layers whose weights and statistics stay; `layers` means all of `layers.0`, `layers.1`, ….
  package var frozen: [String]

  /// The article's choices.
  package init(
    statistics: BatchNormStatistics = .last, freezesStatistics: Bool = false, dead: BatchNorm.DeadChannel = .beta,
    dropout: Double? = nil, frozen: [String] = []
  ) {
    self.statistics = statistics
    self.freezesStatistics = freezesStatistics
    self.dead = dead
    self.dropout = dropout
    self.frozen = frozen
  }

  /// Whether the layer of that name is frozen.
  package func freezes(_ layer: String) -> Bool { frozen.nameLayer(layer) }
}

/// How wide and how deep a network may be, wherever its widths are typed or read.
package enum WidthLimits {
  package static let width = 1...100_000
  package static let count = 1...64
}
