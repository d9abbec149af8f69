import Kernels
import Networks

/// A copy of a network's weights and buffers from a time when they were good, taken without allocating.
final class GoodWeights {
  private let network: Network
  private let values: FloatBuffer
  private let buffers: FloatBuffer

  /// A copy of what `network` holds now.
  init(of network: Network) {
    self.network = network
    values = network.values.copy()
    buffers = network.buffers.copy()
  }

  /// Takes over what the network holds now.
  func save() {
    values.all.copy(from: network.values.all)
    buffers.all.copy(from: network.buffers.all)
  }

  /// Puts back what was saved last.
  func restore() {
    network.values.all.copy(from: values.all)
    network.buffers.all.copy(from: buffers.all)
  }

  /// The copy as values.
  var state: WeightsState {
    get { WeightsState(values: values.all.values, buffers: buffers.all.values) }
    set {
      values.all.values = newValue.values
      buffers.all.values = newValue.buffers
    }
  }
}

/// Weights and buffers as values.
package struct WeightsState: Sendable, Equatable {
  /// All weights, in the order of the network's parameters.
  package var values: [Float]
  /// What the layers keep without learning it, in the order of the network's buffers.
  package var buffers: [Float]

  package init(values: [Float], buffers: [Float]) {
    self.values = values
    self.buffers = buffers
  }
}
