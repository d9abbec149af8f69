import Kernels
import Networks

/// Memory of a training, computed from the layer specs before anything is allocated.
package struct TrainingMemory: Equatable, Sendable {
  private let weights: Int
  /// Bytes that depend on neither batch nor optimiser: four floats per weight (value, gradient, snapshot before the
  /// last step, good weights), packed weights, and scratch of each thread.
  private let fixed: Int
  /// Bytes for every 16 images: pixels, outputs and what the layers keep, and the gradients between layers.
  private let perBlock: Int

  package init(_ layers: [LayerSpec], image: MapShape, threads: Int = 1) {
    weights = layers.parameterCount + layers.fixedCount
    fixed =
      4 * MemoryLayout<Float>.stride * weights + layers.reduce(0) { $0 + $1.facts.fixedBytes }
      + threads * (layers.map(\.facts.scratchBytes).max() ?? 0)
    let outputs = layers.map { LaneTensor.bytes($0.output, blocks: 1) }
    // The log-probabilities are as large as the last output.
    let maps = LaneTensor.bytes(image, blocks: 1) + outputs.reduce(0, +) + (outputs.last ?? 0)
    perBlock =
      maps + layers.reduce(0) { $0 + $1.facts.bytesPerBlock } + GradientArena.bytesPerBlock(layers)
  }

  package func bytes(batchSize: Int, optimizer: OptimizerSettings) -> Int {
    fixed + optimizer.kind.type.bytes(weights: weights) + perBlock * LaneTensor.blocks(for: batchSize)
  }
}
