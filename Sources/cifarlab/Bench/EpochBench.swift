import Experiments
import ImageData
import Kernels
import Networks
import Training

/// Times a whole epoch: augmentation and steps, then validation.
struct EpochBench {
  let data: DataSet
  let batchSize: Int
  let seed: UInt64
  let pool: WorkerPool

  /// Times in seconds.
  struct Result {
    let training: Double
    let validation: Double
    /// Batches per epoch, a short one counted as a fraction.
    let batches: Double

    /// Time of the epoch relative to its steps alone, where one step takes `step` seconds.
    func ratio(toSteps step: Double) -> Double { (training + validation) / (batches * step) }
  }

  /// One epoch, at a rate at which no network diverges.
  func measure(_ architecture: any Architecture, widths: [Int]?) throws -> Result {
    var recipe = Recipe(network: architecture.name)
    recipe.use(architecture)
    recipe.widths = widths
    recipe.batchSize = batchSize
    recipe.seed = seed
    recipe.fits = [FitCall(1e-3, 1)]
    let run = try TrainingRun(recipe, data: data, pool: pool)
    var result = Result(training: .nan, validation: .nan, batches: 0)
    run.run { event in
      guard case .epochEnded(let epoch) = event else { return }
      result = Result(
        training: epoch.seconds, validation: epoch.validationSeconds,
        batches: Double(data.train.count) / Double(batchSize))
    }
    return result
  }
}
