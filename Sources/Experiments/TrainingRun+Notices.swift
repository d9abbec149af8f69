import Training

extension TrainingRun {
  /// Of fewer images batch norm's mean and deviation say little of the others.
  private static let fewestForStatistics = 16

  /// What somebody should know who trains like this.
  package var notices: [String] { weightsNotices + [smallBatchNotice].compactMap(\.self) }

  /// The last batch of each epoch is small, and its statistics count as much as those of a whole one.
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
