import Kernels

/// What is done so that large classes do not outweigh small ones in training.
package enum ClassBalance: String, Sendable, CaseIterable {
  /// An image counts in the loss by the weight of its class.
  case loss
  /// The images of an epoch are drawn with replacement, every class as likely as the others.
  case sample
  /// Nothing.
  case off

  /// n / (K·n_c) for K classes with n_c of n images: 1 where all have the same number, so that the loss keeps its size.
  /// A class without images weighs nothing.
  package static func weights(_ perClass: [Int]) -> [Float] {
    let fair = Double(perClass.reduce(0, +)) / Double(max(perClass.count, 1))
    return perClass.map { $0 == 0 ? 0 : Float(fair / Double($0)) }
  }

  /// As many images as there are labels, with replacement, each with a probability ∝ the weight of its class: first a
  /// class, then one of its images.
  static func sample(_ labels: [UInt8], using generator: inout SeededGenerator) -> [Int] {
    var members: [UInt8: [Int]] = [:]
    for (image, label) in labels.enumerated() { members[label, default: []].append(image) }
    let classes = members.sorted { $0.key < $1.key }.map(\.value)
    return labels.map { _ in
      let images = classes[generator.whole(below: classes.count)]
      return images[generator.whole(below: images.count)]
    }
  }
}
