import Foundation
import ImageData
import Kernels
import Networks

extension Evaluator {
  /// Seeds a random stream of its own, apart from those of training.
  private static let augmentationPurpose: UInt64 = 0x7474_61

  /// Predictions for all of `images`, without augmentation.
  package func predict(_ images: ImageSet) -> Predictions {
    Predictions(
      classes: network.classes, logProbabilities: logProbabilities(inOrder(images), of: images), labels: images.labels)
  }

  /// The weighted mean of the probabilities of the plain image (weight ⌈n/4⌉) and of n augmented ones (weight 1 each).
  package func predict(_ images: ImageSet, augmented n: Int, padding: Augmentation.Padding, seed: UInt64) -> Predictions
  {
    guard n > 0 else { return predict(images) }
    let plainWeight = Double((n + 3) / 4)
    var sums = logProbabilities(inOrder(images), of: images).map { plainWeight * exp(Double($0)) }
    var seeds = SeededGenerator(seed: seed, Evaluator.augmentationPurpose)
    let drawSeed = seeds.next()
    for pass in 0..<n {
      let plan = BatchPlan(
        seed: drawSeed, epoch: pass, count: images.count, batchSize: network.batchSize, shuffle: false,
        augmentation: Augmentation(padding: padding), imageSize: images.size)
      for (i, value) in logProbabilities(plan, of: images).enumerated() { sums[i] += exp(Double(value)) }
    }
    let weight = plainWeight + Double(n)
    return Predictions(
      classes: network.classes, logProbabilities: sums.map { Float(log($0 / weight)) }, labels: images.labels)
  }

  private func logProbabilities(_ plan: BatchPlan, of images: ImageSet) -> [Float] {
    var all: [Float] = []
    all.reserveCapacity(images.count * network.classes)
    _ = forEachBatch(plan, of: images, while: { true }) { batch in
      for image in 0..<batch.count { all += network.logProbabilities.image(image) }
    }
    return all
  }
}
