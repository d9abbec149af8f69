import Files

/// Class probabilities of every image of a set: `[image][class]`.
package struct Predictions: Sendable, Equatable {
  package let classes: Int
  /// Natural logarithms, `[image][class]`.
  package let logProbabilities: [Float]
  package let labels: [UInt8]

  /// Traps unless there is one value per class for each label.
  package init(classes: Int, logProbabilities: [Float], labels: [UInt8]) {
    precondition(logProbabilities.count == classes * labels.count, "an image has one log-probability a class")
    self.classes = classes
    self.logProbabilities = logProbabilities
    self.labels = labels
  }

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

  /// Throws where a probability is NaN: nothing that follows from it would mean anything.
  package func checkFinite() throws(NonFiniteOutputs) {
    // Averaged probabilities may underflow to 0, whose logarithm is −∞: no flaw by itself.
    let flawed = (0..<count).filter { image in
      row(image).contains { $0.isNaN } || !row(image).contains { $0.isFinite }
    }
    guard flawed.isEmpty else { throw NonFiniteOutputs(images: flawed.count, of: count) }
  }

  /// Loss and accuracy over all images. Throws where a probability is NaN, which accuracy alone would hide.
  package func evaluate() throws(NonFiniteOutputs) -> Evaluation {
    try checkFinite()
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

/// Outputs of a network that are NaN or infinite.
package struct NonFiniteOutputs: UserFacingError, Equatable {
  /// Images with such outputs, of `count` in all.
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
