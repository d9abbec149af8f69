import Kernels

/// In training, sets each value to 0 with probability p and scales the others by 1/(1 − p); otherwise y = x.
package final class Dropout: Layer {
  package let input: MapShape
  private let probability: Double

  /// `probability` holds unless the network's options give another.
  package init(_ input: MapShape, _ probability: Double) {
    self.input = input
    self.probability = probability
  }

  package var kind: String { "dropout \(probability)" }
  package var output: MapShape { input }

  package func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) { apply(x, y, context) }

  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    if let dx { apply(dy, dx, context) }
  }

  /// Forward and backward multiply by the same mask, which follows from the seed and the step.
  private func apply(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    let probability = context.mode == .training ? context.options.dropout ?? self.probability : 0
    Elementwise.dropout(
      x, y, probability: Float(probability), seed: context.seed, step: context.step, images: context.images,
      context.pool)
  }
}
