import Kernels

extension LayerStack {
  /// Bytes that training takes with batches of `batchSize` images of shape `image` and `threads` threads: the batch, all
  /// that the layers put out and keep, two gradients of the largest output, four values for each weight (itself,
  /// gradient, momentum, and the one to go back to), and each thread's scratch.
  package static func trainingBytes(_ entries: [Entry], image: MapShape, batchSize: Int, threads: Int) -> Int {
    let blocks = LaneTensor.blocks(for: batchSize)
    let outputs = entries.map { LaneTensor.bytes($0.layer.output, blocks: blocks) }
    let weights = 4 * MemoryLayout<Float>.stride * entries.reduce(0) { $0 + $1.parameterCount }
    // The log-probabilities are as large as the last output.
    let maps = LaneTensor.bytes(image, blocks: blocks) + outputs.reduce(0, +) + (outputs.last ?? 0)
    let kept = entries.reduce(0) { $0 + $1.layer.workingBytes(blocks: blocks) }
    let scratch = threads * (entries.map(\.layer.scratchBytes).max() ?? 0)
    return weights + maps + kept + 2 * (outputs.max() ?? 0) + scratch
  }
}
