import Kernels
import Networks

/// A copy of a network's weights and buffers, of which nothing is allocated after its beginning.
final class WeightsCopy {
  private let network: Network
  let values: FloatBuffer
  let buffers: FloatBuffer

  init(of network: Network) {
    self.network = network
    values = network.values.copy()
    buffers = network.buffers.copy()
  }

  /// Copies the network's weights and buffers.
  func save() {
    values.all.copy(from: network.values.all)
    buffers.all.copy(from: network.buffers.all)
  }

  /// Copies them back into the network.
  func restore() {
    network.values.all.copy(from: values.all)
    network.buffers.all.copy(from: buffers.all)
  }

  /// The network gets the copy, and the other way round.
  func exchange() {
    values.exchange(with: network.values)
    buffers.exchange(with: network.buffers)
  }

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
  /// In the order of the network's parameters.
  package var values: [Float]
  /// In the order of the network's buffers.
  package var buffers: [Float]

  package init(values: [Float], buffers: [Float]) {
    self.values = values
    self.buffers = buffers
  }
}

extension Network {
  /// Its weights and buffers as they are now.
  package var state: WeightsState { WeightsState(values: values.all.values, buffers: buffers.all.values) }
}
