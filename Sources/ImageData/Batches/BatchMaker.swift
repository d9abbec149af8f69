import Kernels

/// Fills batches with the images of one set, as the network takes them.
package struct BatchMaker: Sendable {
  package let set: ImageSet
  package let statistics: ChannelStatistics
  private let scaling: PixelScaling
  private let pool: WorkerPool

  /// Batches of `set`, normalised by `statistics`, made on the threads of `pool`.
  package init(_ set: ImageSet, statistics: ChannelStatistics, pool: WorkerPool) {
    self.set = set
    self.statistics = statistics
    self.pool = pool
    scaling = PixelScaling(mean: statistics.mean, std: statistics.std)
  }

  /// The shape of one image.
  package var shape: MapShape { MapShape(3, set.size, set.size) }

  /// An empty batch that `fill` can fill.
  package func makeBatch(capacity: Int) -> LaneBatch { LaneBatch(shape, capacity: capacity) }

  /// Replaces the batch's content with batch `index` of the plan.
  package func fill(_ batch: LaneBatch, _ index: Int, of plan: BatchPlan) {
    precondition(batch.images.shape == shape, "a batch of \(batch.images.shape) cannot take images of \(shape)")
    let draws = plan.batch(index)
    augmentIntoLanes(
      set.pixels, draws: draws, padding: plan.padding, edge: plan.edge, scaling: scaling, into: batch.images, on: pool)
    if !plan.pixelDraws.isEmpty {
      changePixels(batch.images, draws: plan.pixels(of: index), hole: plan.hole, scaling: scaling, on: pool)
    }
    batch.setLabels(draws.lazy.map { set.labels[$0.image] })
    if !plan.ownShares.isEmpty { batch.mix(ownShare: plan.ownShares[index], on: pool) }
  }
}
