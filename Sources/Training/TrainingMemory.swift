import Kernels
import Networks

/// Memory of a training, computed from the layer specs before anything is allocated.
package struct TrainingMemory: Equatable, Sendable {
  private let weights: Int
  /// Bytes that depend on neither batch nor optimiser: four floats per weight (value, gradient, snapshot before the
  /// last step, good weights), and packed weights.
  private let fixed: Int
  /// Scratch of each thread, and what it takes to update filters as a whole.
  private let scratch, filterScratch, threads: Int
  /// Bytes for every 16 images: pixels, outputs and what the layers keep, and the gradients between layers.
  private let perBlock: Int

  package init(_ layers: [LayerSpec], image: MapShape, threads: Int = 1) {
    weights = layers.parameterCount + layers.fixedCount
    scratch = layers.map(\.facts.scratchBytes).max() ?? 0
    self.threads = threads
    filterScratch =
      layers.flatMap(\.facts.parameters).filter { $0.shape.count == 4 }.map {
        MuonUpdate.scratchBytes(rows: $0.shape[0], columns: $0.count / $0.shape[0])
      }.max() ?? 0
    fixed =
      4 * MemoryLayout<Float>.stride * weights + layers.reduce(0) { $0 + $1.facts.fixedBytes }
    let outputs = layers.map { LaneTensor.bytes($0.output, blocks: 1) }
    // The log-probabilities are as large as the last output.
    let maps = LaneTensor.bytes(image, blocks: 1) + outputs.reduce(0, +) + (outputs.last ?? 0)
    perBlock =
      maps + layers.reduce(0) { $0 + $1.facts.bytesPerBlock } + GradientArena.bytesPerBlock(layers)
  }

  /// Bytes of a training by `options`.
  package func bytes(_ options: LearnerOptions) -> Int {
    let optimizer = options.optimizer.kind.type
    let scratch = optimizer.takesFilters ? max(scratch, filterScratch) : scratch
    let average = options.averaging.isOn ? weights * MemoryLayout<Float>.stride : 0
    return fixed + average + threads * scratch + optimizer.bytes(weights: weights)
      + perBlock * LaneTensor.blocks(for: options.batchSize)
  }
}
