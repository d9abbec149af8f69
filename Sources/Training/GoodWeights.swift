import Kernels
import Networks

/// A copy of a network's weights and statistics from a time when they were good, taken without allocating.
final class GoodWeights {
  private let network: Network
  private let copy: FloatBuffer
  private let norms: StatisticsCopy

  /// A copy of what `network` holds now.
  init(of network: Network) {
    self.network = network
    copy = FloatBuffer(count: network.values.count)
    norms = StatisticsCopy(of: network)
    save()
  }

  /// Takes over what the network holds now.
  func save() {
    copy.all.copy(from: network.values.all)
    norms.save()
  }

  /// Puts back what was saved last.
  func restore() {
    network.values.all.copy(from: copy.all)
    norms.restore()
  }

  /// The copy as values.
  var state: WeightsState {
    get { WeightsState(values: copy.all.values, statistics: norms.statistics) }
    set {
      copy.all.values = newValue.values
      norms.statistics = newValue.statistics
    }
  }
}

/// Weights and batch-norm statistics as values.
package struct WeightsState: Sendable, Equatable {
  /// All weights, in the order of the network's parameters.
  package var values: [Float]
  /// Of the batch-norm layers that have any yet.
  package var statistics: [LayerStatistics]

  /// Weights and the statistics that belong to them.
  package init(values: [Float], statistics: [LayerStatistics]) {
    self.values = values
    self.statistics = statistics
  }
}
