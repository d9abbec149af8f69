import Files
import Foundation
import ImageData
import Kernels
import Networks

/// Class probabilities of every image of a set: `[image][class]`.
package struct Predictions: Sendable, Equatable {
  package let classes: Int
  /// Natural logarithms of the probabilities.
  package let logProbabilities: [Float]
  package let labels: [UInt8]

  /// Predictions of `labels.count` images; traps unless there is one value a class for each.
  package init(classes: Int, logProbabilities: [Float], labels: [UInt8]) {
    precondition(logProbabilities.count == classes * labels.count, "an image has one log-probability a class")
    self.classes = classes
    self.logProbabilities = logProbabilities
    self.labels = labels
  }

  /// Images.
  package var count: Int { labels.count }

  /// The log-probabilities of one image.
  package func row(_ image: Int) -> ArraySlice<Float> { logProbabilities[image * classes..<(image + 1) * classes] }

  /// The most probable class of one image, the first of equals.
  package func predicted(_ image: Int) -> Int {
    let row = row(image)
    return row.indices.max { row[$0] < row[$1] }! - row.startIndex
  }

  /// The negative log-likelihood of one image's label.
  package func loss(_ image: Int) -> Double { -Double(logProbabilities[image * classes + Int(labels[image])]) }

  /// Loss and accuracy over all of them; an error where a probability is no number, which no accuracy may hide.
  package func evaluate() throws(NonFiniteOutputs) -> Evaluation {
    // A mean of probabilities that are all too small for a float is 0: its logarithm alone means nothing.
    let flawed = (0..<count).filter { image in
      row(image).contains { $0.isNaN } || !row(image).contains { $0.isFinite }
    }
    guard flawed.isEmpty else { throw NonFiniteOutputs(images: flawed.count, of: count) }
    var sum = 0.0
    var correct = 0
    for image in 0..<count {
      sum += loss(image)
      if predicted(image) == Int(labels[image]) { correct += 1 }
    }
    let divisor = Double(max(count, 1))
    return Evaluation(loss: sum / divisor, accuracy: Double(correct) / divisor, images: count)
  }
}

/// A network that puts out infinities or what is no number.
package struct NonFiniteOutputs: UserFacingError, Equatable {
  /// How many images it does so for, of how many.
  package let images: Int
  package let count: Int

  init(images: Int, of count: Int) {
    self.images = images
    self.count = count
  }

  package var exitCode: ExitCode { .diverged }
  package var problem: String {
    "the network's outputs for \(images) of \(count) images are not finite: there is no loss and no accuracy"
  }
  package var remedy: String? { "its training has diverged; take the weights of an earlier epoch, or a smaller lr" }
}

extension Evaluator {
  /// The purpose of the draws of test-time augmentation, so that they are none of the training's.
  private static let augmentationPurpose: UInt64 = 0x7474_61

  /// The network's predictions for all of `images`, as they are.
  package func predict(_ images: ImageSet) -> Predictions {
    Predictions(
      classes: network.classes, logProbabilities: logProbabilities(inOrder(images), of: images), labels: images.labels)
  }

  /// The mean of the probabilities of the plain image, with weight ⌈n/4⌉, and of n augmented ones.
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
