import Kernels
import Networks

/// Muon for the filters of convolutions, and Nesterov's SGD for everything else.
package final class Muon: Optimizer {
  package static let slotNames = ["momentum"]
  package static let takesFilters = true
  package let slots: [FloatBuffer]
  package var stepsSinceReset = 0
  private let momentum: Double
  private let isDecoupled: Bool
  /// Those of one group, while it is updated.
  private var matrices: [MuonMatrix] = []

  package init(_ settings: OptimizerSettings, for network: Network) {
    momentum = settings.sgd.momentum
    isDecoupled = settings.isDecoupled
    slots = [FloatBuffer(count: network.values.count)]
    for filters in network.parameters.compactMap(\.filters) {
      MuonUpdate.reserve(rows: filters.rows, columns: filters.columns, network.pool)
    }
  }

  package func update(
    _ weights: WeightUpdate, at range: Range<Int>, _ group: ParameterGroup, learningRate: Double, pool: WorkerPool
  ) {
    let step = SGDStep(
      learningRate: Float(learningRate), momentum: Float(group.momentum ?? momentum),
      weightDecay: isDecoupled ? 0 : Float(group.weightDecay), nesterov: true, kept: kept(group, learningRate))
    sgdStep(weights, momentumBuffer: slots[0].slice(range), step, pool: pool)
  }

  package func updateFilters(
    _ network: Network, _ group: ParameterGroup, learningRate: Double, snapshot: FloatBuffer
  ) {
    matrices.removeAll(keepingCapacity: true)
    for filters in group.filters {
      let update = WeightUpdate(network, at: filters.range, snapshot: snapshot)
      matrices.append(MuonMatrix(update, momentumBuffer: slots[0].slice(filters.range), rows: filters.rows))
    }
    let step = MuonStep(
      learningRate: Float(learningRate), momentum: Float(group.momentum ?? momentum),
      weightDecay: isDecoupled ? 0 : Float(group.weightDecay), kept: kept(group, learningRate))
    MuonUpdate.step(matrices, step, network.pool)
  }

  private func kept(_ group: ParameterGroup, _ learningRate: Double) -> Float {
    isDecoupled ? Float(1 - learningRate * group.weightDecay) : 1
  }
}
