import Kernels
import Networks

/// Stochastic gradient descent with momentum over a network's trainable parameters.
///
/// It remembers the weights from before its last step, so that a run that diverges can go back to the last ones whose
/// loss was finite.
final class Optimizer {
  let momentumBuffer: FloatBuffer
  private let network: Network
  private let previous: FloatBuffer
  /// The parts of the flat buffers that move; frozen layers leave gaps.
  private let trainable: [Range<Int>]
  private var hasStepped = false

  /// An optimiser at rest.
  init(_ network: Network) {
    self.network = network
    momentumBuffer = FloatBuffer(count: network.values.count)
    previous = FloatBuffer(count: network.values.count)
    trainable = network.trainableRanges
  }

  /// Forgets the momentum, as at the start of a fit call and after a divergence.
  func reset() { momentumBuffer.all.fill(0) }

  /// Moves the weights against the gradients of the last backward pass.
  func step(learningRate: Double, momentum: Double, weightDecay: Double) {
    let step = SGDStep(
      learningRate: Float(learningRate), momentum: Float(momentum), weightDecay: Float(weightDecay))
    for range in trainable {
      sgdStep(
        values: network.values.slice(range), gradients: network.gradients.slice(range),
        momentumBuffer: momentumBuffer.slice(range), previous: previous.slice(range), step, pool: network.pool)
    }
    hasStepped = true
  }

  /// Takes the last step back.
  func restorePreviousWeights() {
    guard hasStepped else { return }
    for range in trainable { network.values.slice(range).copy(from: previous.slice(range)) }
    hasStepped = false
  }

  /// Makes the weights as they are the last good ones.
  func forgetPreviousWeights() { hasStepped = false }
}
