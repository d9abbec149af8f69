import ImageData
import Kernels
import Networks

extension Network {
  /// Lets the filters that start by whitening images start from those that it is going to be trained on; without such
  /// filters nothing changes.
  package func whiten(from data: DataSet, normalisation: Normalisation) {
    guard let kernel = whitenedKernel else { return }
    let maker = BatchMaker(data.train, statistics: normalisation.statistics(of: data), pool: pool)
    let plan = BatchPlan.inOrder(count: data.train.count, batchSize: batchSize, imageSize: data.train.size)
    let batch = maker.makeBatch(capacity: batchSize)
    var whitening = Whitening(kernel: kernel, over: image)
    var left = Whitening.images
    for index in 0..<plan.batches where left > 0 {
      maker.fill(batch, index, of: plan)
      whitening.add(batch, first: left)
      left -= batch.count
    }
    whiten(by: whitening)
  }
}
