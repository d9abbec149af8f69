import Foundation
import Training

/// How well a network tells the classes apart, in the figures of scikit-learn's `classification_report`,
/// `top_k_accuracy_score` and `roc_auc_score`.
package struct ClassificationReport: Sendable {
  /// Figures of one class, or their means over all classes.
  package struct Row: Sendable, Equatable {
    package let name: String
    /// Of the images taken for this class, the share that is of it; 0 where none was.
    package let precision: Double
    /// Of the images of this class, the share that was taken for it; 0 where there are none.
    package let recall: Double
    /// The harmonic mean of the two.
    package let f1: Double
    /// Images of this class.
    package let support: Int
    /// The probability that an image of this class gets a higher score for it than one of another class, ties counted
    /// half; nil where one of the two does not exist.
    package let auc: Double?
  }

  package let classes: [Row]
  /// The plain mean over the classes, and the one weighted by support.
  package let macro: Row
  package let weighted: Row
  /// A fraction.
  package let accuracy: Double
  /// Wilson's 95 % interval of the accuracy.
  package let interval: ClosedRange<Double>
  /// The share of images whose class is among the `k` most probable ones, for k = 2 and 5 where there are more classes.
  package let topK: [(k: Int, share: Double)]

  /// The figures of predictions whose classes are called `names`.
  package init(_ predictions: Predictions, _ names: [String]) {
    let counts = ConfusionMatrix(predictions).counts
    let classes = names.indices.map { Self.row(of: $0, names[$0], counts, predictions) }
    self.classes = classes
    macro = Self.mean("macro avg", classes) { _ in 1 }
    weighted = Self.mean("weighted avg", classes) { Double($0.support) }
    let correct = names.indices.reduce(0) { $0 + counts[$1][$1] }
    accuracy = Double(correct) / Double(max(predictions.count, 1))
    interval = Self.wilson(correct, of: predictions.count)
    topK = [2, 5].filter { $0 < names.count }.map { k in
      let hits = (0..<predictions.count).count { Self.rank(of: $0, in: predictions) < k }
      return (k, Double(hits) / Double(max(predictions.count, 1)))
    }
  }

  private static func row(of index: Int, _ name: String, _ counts: [[Int]], _ predictions: Predictions) -> Row {
    let hits = Double(counts[index][index])
    let support = counts[index].reduce(0, +)
    let taken = counts.reduce(0) { $0 + $1[index] }
    return Row(
      name: name, precision: hits / Double(max(taken, 1)), recall: hits / Double(max(support, 1)),
      f1: 2 * hits / Double(max(taken + support, 1)), support: support, auc: auc(of: index, predictions))
  }

  private static func mean(_ name: String, _ rows: [Row], weight: (Row) -> Double) -> Row {
    let total = rows.reduce(0) { $0 + weight($1) }
    func mean(_ value: (Row) -> Double) -> Double { rows.reduce(0) { $0 + weight($1) * value($1) } / max(total, 1) }
    let areas = rows.compactMap(\.auc)
    return Row(
      name: name, precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1),
      support: rows.reduce(0) { $0 + $1.support }, auc: areas.count == rows.count ? mean { $0.auc! } : nil)
  }

  /// How many classes are more probable than the right one; of equals the first comes first, as in `predicted`.
  private static func rank(of image: Int, in predictions: Predictions) -> Int {
    let row = Array(predictions.row(image))
    let label = Int(predictions.labels[image])
    return row.indices.count { row[$0] > row[label] || (row[$0] == row[label] && $0 < label) }
  }

  /// From the sum of ranks (Mann and Whitney), equal scores sharing the mean of theirs.
  private static func auc(of index: Int, _ predictions: Predictions) -> Double? {
    let scores = (0..<predictions.count).map { image in
      (
        score: exp(Double(predictions.row(image)[image * predictions.classes + index])),
        isOf: Int(predictions.labels[image]) == index
      )
    }.sorted { $0.score < $1.score }
    let positives = scores.count { $0.isOf }
    guard positives > 0, positives < scores.count else { return nil }
    var rankSum = 0.0
    var start = 0
    while start < scores.count {
      let end = scores[start...].firstIndex { $0.score != scores[start].score } ?? scores.count
      rankSum += Double(scores[start..<end].count { $0.isOf }) * Double(start + 1 + end) / 2
      start = end
    }
    let smallest = Double(positives) * Double(positives + 1) / 2
    return (rankSum - smallest) / (Double(positives) * Double(scores.count - positives))
  }

  /// Wilson's score interval (1927) of a share, at 95 %.
  private static func wilson(_ correct: Int, of count: Int) -> ClosedRange<Double> {
    guard count > 0 else { return 0...1 }
    let z = 1.959963984540054
    let (n, share) = (Double(count), Double(correct) / Double(count))
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return max(centre - half, 0)...min(centre + half, 1)
  }
}
