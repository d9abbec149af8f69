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
    // The last batch of an epoch may be short.
    let (over, steps) = document.result.steps.quotientAndRemainder(dividingBy: max(batches, 1))
    let most = Double(over) * Double(whole) + Double(steps) * Double(document.recipe.batchSize)
    let stages = stages(document)
    var (seconds, best) = (0.0, 0.0)
    return epochs.map { epoch in
      seconds += epoch.seconds
      best = max(best, epoch.accuracy)
      let flop = stages.reduce(0) { sum, stage in
        // Images that were seen when so many epochs were over.
        func seen(_ epochs: Double) -> Double { min(epochs * Double(whole), most) }
        let end = min(Double(epoch.epoch) + 1, stage.end)
        return sum + stage.perImage * (seen(end) - seen(min(stage.start, end)))
      }
      return Point(seconds: seconds, flop: flop, accuracy: best)
    }
  }

  /// From which epoch to before which one images had one size, and what it took to train on one of them.
  private static func stages(_ document: RunDocument) -> [(start: Double, end: Double, perImage: Double)] {
    let stages =
      document.recipe.training.sizes?.stages.map { ($0.size, Double($0.epoch)) }
      ?? [(document.recipe.size, 0)]
    return stages.indices.map { index in
      let end = index + 1 < stages.count ? stages[index + 1].1 : .infinity
      let macs = document.recipe.macs(ofSize: stages[index].0, classes: document.data.classes.count) ?? 0
      return (stages[index].1, end, 6 * Double(macs))
    }
  }
}

extension Recipe {
  /// Multiply-adds of a forward pass of one image of `size` pixels a side; nil: its network is not known any more.
  package func macs(ofSize size: Int, classes: Int) -> Int? {
    guard let architecture = try? architecture() else { return nil }
    let widths = widths ?? architecture.widths(image: MapShape(3, self.size, self.size), classes: classes)
    return (try? architecture.specs(widths, image: MapShape(3, size, size), classes: classes))?.macs
  }
}
