import Foundation
import Training

/// Reliability of a network: confidence against accuracy.
package struct Calibration: Sendable, Equatable {
  /// The images whose confidence lies in one of the equal intervals.
  package struct Bin: Sendable, Equatable {
    package let lower: Double
    package let upper: Double
    package let images: Int
    /// Mean confidence: the highest probability of each image.
    package let confidence: Double
    /// Share of correct predictions.
    package let accuracy: Double
  }

  package let bins: [Bin]
  /// Expected calibration error: Σ images·|accuracy − confidence| / all images (Guo et al. 2017).
  package let expectedError: Double

  /// `count` equal intervals of confidence.
  package init(_ predictions: Predictions, bins count: Int = 10) {
    var images = [Int](repeating: 0, count: count)
    var right = images
    var confidence = [Double](repeating: 0, count: count)
    for image in 0..<predictions.count {
      let predicted = predictions.predicted(image)
      let row = predictions.row(image)
      let probability = exp(Double(row[row.startIndex + predicted]))
      guard probability.isFinite else { continue }
      let bin = min(max(Int(probability * Double(count)), 0), count - 1)
      images[bin] += 1
      confidence[bin] += probability
      if predicted == Int(predictions.labels[image]) { right[bin] += 1 }
    }
    bins = (0..<count).map { bin in
      let divisor = Double(max(images[bin], 1))
      return Bin(
        lower: Double(bin) / Double(count), upper: Double(bin + 1) / Double(count), images: images[bin],
        confidence: confidence[bin] / divisor, accuracy: Double(right[bin]) / divisor)
    }
    let all = Double(max(images.reduce(0, +), 1))
    expectedError = bins.reduce(0) { $0 + Double($1.images) * abs($1.accuracy - $1.confidence) } / all
  }
}
