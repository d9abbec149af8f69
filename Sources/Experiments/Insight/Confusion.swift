import Training

/// Counts of predictions by label.
package struct ConfusionMatrix: Sendable, Equatable {
  /// Images of one class that were predicted as another.
  package struct Pair: Sendable, Equatable {
    package let label: Int
    package let predicted: Int
    package let images: Int
  }

  /// `[label][predicted]`: images.
  package let counts: [[Int]]

  package init(_ predictions: Predictions) {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: predictions.classes), count: predictions.classes)
    for image in 0..<predictions.count { counts[Int(predictions.labels[image])][predictions.predicted(image)] += 1 }
    self.counts = counts
  }

  /// Recall of each class; nil: it has no images.
  package var classAccuracies: [Double?] {
    counts.indices.map { label in
      let images = counts[label].reduce(0, +)
      return images == 0 ? nil : Double(counts[label][label]) / Double(images)
    }
  }

  /// Of the images taken for each class, the share that is of it; nil: none was.
  package var precisions: [Double?] {
    counts.indices.map { predicted in
      let images = counts.reduce(0) { $0 + $1[predicted] }
      return images == 0 ? nil : Double(counts[predicted][predicted]) / Double(images)
    }
  }

  /// The pairs of different classes, most images first.
  package var mostConfused: [Pair] {
    counts.indices.flatMap { label in
      counts.indices.compactMap { predicted in
        label == predicted || counts[label][predicted] == 0
          ? nil : Pair(label: label, predicted: predicted, images: counts[label][predicted])
      }
    }.sorted { ($1.images, $0.label, $0.predicted) < ($0.images, $1.label, $1.predicted) }
  }
}
