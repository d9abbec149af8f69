import Foundation
import ImageData
import Kernels
import Networks

/// What a trained network is shown of each image beside the image itself, to take the mean of its answers.
package enum TestTimeAugmentation: Sendable, Hashable, LosslessStringConvertible {
  /// Nothing.
  case off
  /// The mean of the probabilities of the plain image (weight ⌈n/4⌉) and of n augmented ones (weight 1 each), as in
  /// fast.ai 0.7.
  case random(Int)
  /// The mean of the logits of the image and of its mirror image.
  case mirror
  /// The same, with weight ½; and ¼ each for the image moved by a pixel up and left, and down and right, both with
  /// their mirror images (airbench94's `infer_mirror_translate`).
  case mirrorShift

  /// The most augmented images beside the plain one.
  package static let mostRandom = 256
  /// What `init` takes besides `off`.
  package static let usage = "N|mirror|mirror-shift"
  /// The same in words.
  package static let wanted = "1 to \(mostRandom), mirror or mirror-shift is wanted"

  /// A number of random ones, or a name.
  package init?(_ text: String) {
    switch text {
    case "off": self = .off
    case "mirror": self = .mirror
    case "mirror-shift": self = .mirrorShift
    default:
      guard let count = Int(text), (1...Self.mostRandom).contains(count) else { return nil }
      self = .random(count)
    }
  }

  package var description: String {
    switch self {
    case .off: "off"
    case .random(let count): "\(count)"
    case .mirror: "mirror"
    case .mirrorShift: "mirror-shift"
    }
  }

  /// The weights of logits, and how the images are moved and mirrored for each.
  fileprivate var views: [(weight: Double, images: (ImageSet) -> ImageSet)] {
    func both(_ weight: Double, _ moved: @escaping (ImageSet) -> ImageSet) -> [(Double, (ImageSet) -> ImageSet)] {
      [(weight / 2, moved), (weight / 2, { moved($0.mirrored) })]
    }
    switch self {
    case .off, .random: return []
    case .mirror: return both(1) { $0 }
    case .mirrorShift:
      return both(0.5) { $0 } + both(0.25) { $0.moved(right: 1, down: 1) }
        + both(0.25) { $0.moved(right: -1, down: -1) }
    }
  }
}

extension Evaluator {
  /// Seeds a random stream of its own, apart from those of training.
  private static let augmentationPurpose: UInt64 = 0x7474_61

  /// Predictions for all of `images`, without augmentation.
  package func predict(_ images: ImageSet) -> Predictions { predict(images) { true }! }

  /// The same as the mean over what `augmentation` shows of each image; `padding` and `seed` are those of random ones.
  package func predict(
    _ images: ImageSet, _ augmentation: TestTimeAugmentation, padding: Augmentation.Padding, seed: UInt64
  ) -> Predictions {
    predict(images, augmentation, padding: padding, seed: seed) { true }!
  }

  /// The same, or nil as soon as `goesOn` says no, which is asked before each batch.
  func predict(
    _ images: ImageSet, _ augmentation: TestTimeAugmentation, padding: Augmentation.Padding, seed: UInt64,
    while goesOn: () -> Bool
  ) -> Predictions? {
    switch augmentation {
    case .off: predict(images, while: goesOn)
    case .random(let count): predict(images, augmented: count, padding: padding, seed: seed, while: goesOn)
    case .mirror, .mirrorShift: predict(images, augmentation.views, while: goesOn)
    }
  }

  private func predict(_ images: ImageSet, while goesOn: () -> Bool) -> Predictions? {
    logProbabilities(inOrder(images), of: images, while: goesOn).map {
      Predictions(classes: network.classes, logProbabilities: $0, labels: images.labels)
    }
  }

  private func predict(
    _ images: ImageSet, augmented n: Int, padding: Augmentation.Padding, seed: UInt64, while goesOn: () -> Bool
  ) -> Predictions? {
    let plainWeight = Double((n + 3) / 4)
    guard let plain = logProbabilities(inOrder(images), of: images, while: goesOn) else { return nil }
    var sums = plain.map { plainWeight * exp(Double($0)) }
    var seeds = SeededGenerator(seed: seed, Evaluator.augmentationPurpose)
    let drawSeed = seeds.next()
    for pass in 0..<n {
      let plan = BatchPlan(
        seed: drawSeed, epoch: pass, count: images.count, batchSize: network.batchSize, shuffle: false,
        augmentation: Augmentation(padding: padding), imageSize: images.size)
      guard let augmented = logProbabilities(plan, of: images, while: goesOn) else { return nil }
      for (i, value) in augmented.enumerated() { sums[i] += exp(Double(value)) }
    }
    let weight = plainWeight + Double(n)
    return Predictions(
      classes: network.classes, logProbabilities: sums.map { Float(log($0 / weight)) }, labels: images.labels)
  }

  /// Log-probabilities are logits but for a constant of each image, which the normalisation at the end takes out.
  private func predict(
    _ images: ImageSet, _ views: [(weight: Double, images: (ImageSet) -> ImageSet)], while goesOn: () -> Bool
  ) -> Predictions? {
    var sums = [Double](repeating: 0, count: images.count * network.classes)
    for view in views {
      let seen = view.images(images)
      guard let logits = logProbabilities(inOrder(seen), of: seen, while: goesOn) else { return nil }
      for (i, value) in logits.enumerated() { sums[i] += view.weight * Double(value) }
    }
    for image in 0..<images.count {
      let row = image * network.classes..<(image + 1) * network.classes
      let highest = sums[row].max() ?? 0
      let logSum = highest + log(sums[row].reduce(0) { $0 + exp($1 - highest) })
      for i in row { sums[i] -= logSum }
    }
    return Predictions(classes: network.classes, logProbabilities: sums.map(Float.init), labels: images.labels)
  }

  private func logProbabilities(_ plan: BatchPlan, of images: ImageSet, while goesOn: () -> Bool) -> [Float]? {
    var all: [Float] = []
    all.reserveCapacity(images.count * network.classes)
    let finished = forEachBatch(plan, of: images, while: goesOn) { batch in
      for image in 0..<batch.count { all += network.logProbabilities.image(image) }
    }
    return finished ? all : nil
  }
}
