import Kernels
import Networks

/// An average of a network's weights and of its layers' statistics.
final class WeightAverage {
  private let network: Network
  private let settings: WeightAveraging
  private let copy: WeightsCopy
  /// Places in `buffers` that say whether others hold anything.
  private let flags: Set<Int>

  /// nil: no average is asked for. It starts as the weights are.
  init?(of network: Network, _ settings: WeightAveraging) {
    guard settings.isOn else { return nil }
    self.network = network
    self.settings = settings
    copy = WeightsCopy(of: network)
    flags = Set(network.namedBuffers.compactMap(\.flag))
  }

  /// Takes the weights in after `step` of `total` steps, where it is time for that.
  func stepTaken(_ step: Int, of total: Int) {
    guard step % settings.every == 0 else { return }
    let kept = Float(settings.kept(at: step, of: total))
    let writesBack = settings.lookahead != nil
    let (values, buffers) = (copy.values, copy.buffers)
    averageStep(values.all, of: network.values.all, kept: kept, writesBack: writesBack, pool: network.pool)
    for tensor in network.namedBuffers where !flags.contains(tensor.range.lowerBound) {
      // The first statistics replace those that there are none of.
      let isFirst = tensor.flag.map { buffers.all[$0] == 0 } ?? false
      averageStep(
        buffers.slice(tensor.range), of: network.buffers.slice(tensor.range), kept: isFirst ? 0 : kept,
        writesBack: writesBack, pool: network.pool)
    }
    for flag in flags { buffers.all[flag] = network.buffers.all[flag] }
  }

  /// Begins anew from the current weights.
  func restart() { copy.save() }

  /// The network gets the average, and the other way round.
  func exchange() { copy.exchange() }

  /// The network takes the average.
  func settle() { copy.restore() }

  var state: WeightsState {
    get { copy.state }
    set { copy.state = newValue }
  }
}
