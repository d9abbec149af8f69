import Foundation
import ImageData
import Kernels
import Training

/// A picture and what a network takes it for.
package struct PredictedPicture: Sendable {
  /// A class and its probability.
  package struct RankedClass: Sendable, Equatable {
    package let name: String
    package let probability: Double
  }

  package let picture: NamedPicture
  /// All classes, the most probable first; or why the picture cannot be decoded.
  package let ranking: Result<[RankedClass], ImageCodec.Failure>

  /// The most probable class; nil where there is no picture.
  package var best: RankedClass? { try? ranking.get().first }
}

extension Model {
  /// What the network takes pictures of its size for; by test-time augmentation where that is asked for.
  package func predict(
    _ pictures: [NamedPicture], _ augmentation: TestTimeAugmentation = .off
  ) throws(NonFiniteOutputs) -> [PredictedPicture] {
    let decoded = pictures.compactMap { try? $0.pixels.get() }
    guard !decoded.isEmpty else { return pictures.map { predicted($0, nil, at: 0) } }
    let images = ImageSet(
      size: facts.size, pixels: Array(decoded.joined()), labels: [UInt8](repeating: 0, count: decoded.count))
    let predictions = Evaluator(network, statistics: facts.statistics).predict(
      images, augmentation, padding: .reflect, seed: 0)
    try predictions.checkFinite()
    var index = -1
    return pictures.map { picture in
      if case .success = picture.pixels { index += 1 }
      return predicted(picture, predictions, at: index)
    }
  }

  private func predicted(_ picture: NamedPicture, _ predictions: Predictions?, at index: Int) -> PredictedPicture {
    PredictedPicture(
      picture: picture,
      ranking: picture.pixels.map { _ in
        let probabilities = predictions!.row(index).map { exp(Double($0)) }
        // Of equals the first, as everywhere.
        let order = probabilities.indices.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
        return order.map { .init(name: facts.classes[$0], probability: probabilities[$0]) }
      })
  }
}
