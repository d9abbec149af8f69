import Kernels
import Networks

/// What training takes, known before anything is built.
package struct TrainingMemory: Equatable, Sendable {
  private let weights: Int
  /// Whatever the batch and the optimiser: four values for each weight (itself, its gradient, the one of the step
  /// before, and the one that a divergence goes back to), packed weights, and each thread's scratch.
  private let fixed: Int
  /// For every 16 images: their pixels, all that the layers put out and keep, and the gradients between them.
  private let perBlock: Int

  /// Of a network of such layers for images of shape `image`, trained on `threads` threads.
  package init(_ layers: [LayerSpec], image: MapShape, threads: Int = 1) {
    weights = layers.parameterCount
    fixed =
      4 * MemoryLayout<Float>.stride * weights + layers.reduce(0) { $0 + $1.facts.fixedBytes }
      + threads * (layers.map(\.facts.scratchBytes).max() ?? 0)
    let outputs = layers.map { LaneTensor.bytes($0.output, blocks: 1) }
    // The log-probabilities are as large as the last output.
    let maps = LaneTensor.bytes(image, blocks: 1) + outputs.reduce(0, +) + (outputs.last ?? 0)
    perBlock =
      maps + layers.reduce(0) { $0 + $1.facts.bytesPerBlock } + GradientArena.bytesPerBlock(layers)
  }

  /// Bytes with batches of that size and the optimiser that the settings name.
  package func bytes(batchSize: Int, optimizer: OptimizerSettings) -> Int {
    fixed + optimizer.kind.type.bytes(weights: weights) + perBlock * LaneTensor.blocks(for: batchSize)
  }
}
