import Training

extension TrainingRun {
  /// Below this, a batch's mean and deviation are too noisy for batch norm.
  private static let fewestForStatistics = 16

  /// Warnings about the recipe.
  package var notices: [String] { weightsNotices + [smallBatchNotice].compactMap(\.self) }

  /// A small last batch, whose statistics count as much as those of a full one.
  private var smallBatchNotice: String? {
    let (images, size) = (learner.data.train.count, learner.options.batchSize)
    let last = min(size, images - (learner.batches - 1) * size)
    let normalises = !network.namedBuffers.isEmpty && !network.options.freezesStatistics
    guard normalises, last < Self.fewestForStatistics, learner.totalSteps >= learner.batches else { return nil }
    return last == min(size, images)
      ? "each batch has \(counted(last)), few for the statistics of batch norm"
      : "the last batch of each epoch has \(counted(last)), few for the statistics of batch norm: --drop-last leaves "
        + "it out"
  }

  private func counted(_ images: Int) -> String { images == 1 ? "1 image" : "\(images) images" }
}
