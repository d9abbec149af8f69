import Kernels
import Networks
import Training

/// The best accuracy so far over what it took to get there, of runs that differ in their seeds alone: means over them.
package struct AccuracyOverTime: Sendable, Equatable {
  package enum Cost: String, Sendable, CaseIterable {
    case seconds, flop

    /// With its unit.
    package var title: String { self == .seconds ? "seconds of training" : "FLOP of training" }
  }

  /// After a validation.
  package struct Point: Sendable, Equatable {
    /// Of training, without validations.
    package let seconds: Double
    /// Of training: six for each multiply-add of a forward pass, two of them in it and four in the backward pass.
    package let flop: Double
    /// A fraction.
    package let accuracy: Double

    package func cost(_ cost: Cost) -> Double { cost == .seconds ? seconds : flop }
  }

  package let name: String
  package let points: [Point]

  /// Of as many epochs as all of the runs have; nil: one of them has none.
  package init?(_ runs: [RunListing], name: String? = nil) {
    let documents = runs.compactMap(\.document)
    let curves = runs.compactMap { run in run.document.map { Self.points($0, run.epochs()) } }
    guard let first = documents.first, let count = curves.map(\.count).min(), count > 0 else { return nil }
    self.name = name ?? first.recipe.networkLabel
    points = (0..<count).map { index in
      func mean(_ value: (Point) -> Double) -> Double {
        curves.reduce(0) { $0 + value($1[index]) } / Double(curves.count)
      }
      return Point(seconds: mean(\.seconds), flop: mean(\.flop), accuracy: mean(\.accuracy))
    }
  }

  /// Of one run.
  package static func points(_ document: RunDocument, _ epochs: [EpochRow]) -> [Point] {
    let images = min(document.recipe.subset ?? document.data.trainImages, document.data.trainImages)
    let batches = document.recipe.training.batches(of: images)
    let whole = document.recipe.training.dropsLast ? batches * document.recipe.batchSize : images
    let perImage = 6 * Double(document.macs ?? 0)
    var (seconds, best) = (0.0, 0.0)
    return epochs.map { epoch in
      seconds += epoch.seconds
      best = max(best, epoch.accuracy)
      let seen = min(
        Double(epoch.epoch + 1) * Double(whole), Double(document.result.steps) * Double(document.recipe.batchSize))
      return Point(seconds: seconds, flop: perImage * seen, accuracy: best)
    }
  }
}

extension RunDocument {
  /// Multiply-adds of a forward pass of one image; nil: its network is not known any more.
  package var macs: Int? {
    let size = recipe.size
    guard let architecture = try? recipe.architecture() else { return nil }
    let image = MapShape(3, size, size)
    let widths = recipe.widths ?? architecture.widths(image: image, classes: data.classes.count)
    return (try? architecture.specs(widths, image: image, classes: data.classes.count))?.macs
  }
}
