import Networks
import Training

extension TrainingRun {
  /// Below this, a batch's mean and deviation are too noisy for batch norm.
  private static let fewestForStatistics = 16

  /// Warnings about the recipe.
  package var notices: [String] { weightsNotices + [smallBatchNotice].compactMap(\.self) }

  /// A small last batch, whose statistics count as much as those of a full one.
  private var smallBatchNotice: String? {
    let (images, size) = (learner.data.train.count, learner.options.batchSize)
    let last = smallestBatch
    let normalises = !network.namedBuffers.isEmpty && !network.options.freezesStatistics
    guard normalises, last < Self.fewestForStatistics, learner.totalSteps >= learner.batches else { return nil }
    return last == min(size, images)
      ? "each batch has \(counted(last)), few for the statistics of batch norm"
      : "the last batch of each epoch has \(counted(last)), few for the statistics of batch norm: --drop-last leaves "
        + "it out"
  }

  /// Refuses batches of one image where batch norm has one value a channel: it has no spread to learn from.
  func checkValuesUnderNorms() throws(NetworkError) {
    guard smallestBatch == 1, !network.options.freezesStatistics else { return }
    for layer in network.layers.map(\.spec) where layer.facts.needsSeveralValues && learns(layer.name) {
      let every = learner.options.batchSize == 1
      throw .layer(
        layer.name,
        "\(every ? "each batch" : "the last batch of each epoch") has 1 image, and batch norm of maps of one value "
          + "cannot learn from that; \(every ? "use a larger batch size" : "--drop-last leaves it out")")
    }
  }

  /// Whether some fit call lets the layer learn.
  private func learns(_ layer: String) -> Bool {
    !network.options.freezes(layer) && !learner.options.fits.allSatisfy { $0.frozen.nameLayer(layer) }
  }

  /// Images in the last batch of an epoch, which is the smallest.
  private var smallestBatch: Int {
    let (images, size) = (learner.data.train.count, learner.options.batchSize)
    return min(size, images - (learner.batches - 1) * size)
  }

  private func counted(_ images: Int) -> String { images == 1 ? "1 image" : "\(images) images" }
}
