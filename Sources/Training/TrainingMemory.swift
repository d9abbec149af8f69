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

  /// Of a network by its layers on images of that shape. Where it trains on smaller ones, too, what it takes for these
  /// comes on top but for the weights, which are the same.
  package init(
    _ layers: [LayerSpec], image: MapShape, threads: Int = 1, smaller: [(layers: [LayerSpec], image: MapShape)] = []
  ) {
    let sizes = [(layers: layers, image: image)] + smaller
    weights = layers.parameterCount + layers.fixedCount
    scratch = sizes.flatMap(\.layers).map(\.facts.scratchBytes).max() ?? 0
    self.threads = threads
    filterScratch =
      layers.flatMap(\.facts.parameters).filter { $0.shape.count == 4 }.map {
        MuonUpdate.scratchBytes(rows: $0.shape[0], columns: $0.count / $0.shape[0])
      }.max() ?? 0
    fixed =
      4 * MemoryLayout<Float>.stride * weights + sizes.flatMap(\.layers).reduce(0) { $0 + $1.facts.fixedBytes }
    perBlock = sizes.reduce(0) { $0 + Self.bytesPerBlock($1.layers, image: $1.image) }
  }

  private static func bytesPerBlock(_ layers: [LayerSpec], image: MapShape) -> Int {
    let outputs = layers.map { LaneTensor.bytes($0.output, blocks: 1) }
    // The log-probabilities are as large as the last output.
    let maps = LaneTensor.bytes(image, blocks: 1) + outputs.reduce(0, +) + (outputs.last ?? 0)
    return maps + layers.reduce(0) { $0 + $1.facts.bytesPerBlock } + GradientArena.bytesPerBlock(layers)
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
