import ImageData
import Training

/// Where a recipe asks for what the images cannot give: recipes go along from one set of images to another.
package struct RecipeCaution: Equatable, Sendable {
  /// The setting.
  package let field: RecipeField
  /// What is really used, in a few words.
  package let used: String
  /// A whole sentence, without its full stop.
  package let text: String
}

extension Recipe {
  /// Fewer steps than this hardly teach a network anything.
  private static let fewSteps = 40
  /// What a small set is cut into, as far as batch norm has something to measure.
  private static let usefulBatches = 10
  private static let smallestUsefulBatch = 16

  /// What these images cannot give, the most surprising first.
  package func cautions(for data: DataSet) -> [RecipeCaution] {
    let all = data.train.count
    let images = min(subset ?? all, all)
    return [subsetCaution(all, of: data.name), stepsCaution(images)].compactMap(\.self)
  }

  private func subsetCaution(_ all: Int, of name: String) -> RecipeCaution? {
    guard let subset, subset > all else { return nil }
    return RecipeCaution(
      field: .subset, used: "all \(all) are taken",
      text: "a subset of \(subset) is more than the \(all) training images of \(name): all are taken")
  }

  /// Batches that are larger than the set, or a schedule of the network's own that was made for many more images.
  private func stepsCaution(_ images: Int) -> RecipeCaution? {
    let steps = steps(over: images)
    guard images > 0, steps > 0 else { return nil }
    let way = longer(than: steps, over: images)
    if batchSize > images {
      return RecipeCaution(
        field: .batchSize, used: "each step takes all \(images)",
        text: "a batch size of \(batchSize) is more than the \(images) training images: the whole run is "
          + "\(counted(steps)) of all of them\(way)")
    }
    guard fits.isEmpty, training.maxSteps == nil, steps < Self.fewSteps else { return nil }
    return RecipeCaution(
      field: .batchSize, used: "the whole run is \(counted(steps))",
      text: "batches of \(batchSize) from \(images) training images make the whole run \(counted(steps)), few to learn "
        + "from\(way)")
  }

  /// A batch size that makes more of the images, where there is one.
  private func longer(than steps: Int, over images: Int) -> String {
    var smaller = self
    smaller.batchSize = Self.smallestUsefulBatch
    while smaller.batchSize * 2 * Self.usefulBatches <= images { smaller.batchSize *= 2 }
    let more = smaller.steps(over: images)
    return more > steps ? "; a batch size of \(smaller.batchSize) makes it \(more)" : "; more epochs make it longer"
  }

  private func steps(over images: Int) -> Int {
    var options = training
    options.fits = knownSchedule
    return RunSchedule(options, images: images).steps
  }

  private func counted(_ steps: Int) -> String { steps == 1 ? "1 step" : "\(steps) steps" }
}
