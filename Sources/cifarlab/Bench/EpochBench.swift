import Experiments
import ImageData
import Kernels
import Networks
import Training

/// Measures a whole epoch: augmentation and steps, then validation.
struct EpochBench {
  let data: DataSet
  let batchSize: Int
  let seed: UInt64
  let pool: WorkerPool

  /// Seconds of the two parts.
  struct Result {
    let training: Double
    let validation: Double
    /// Training images in batches.
    let batches: Double

    /// How much longer the whole epoch takes than its steps alone.
    func ratio(toSteps step: Double) -> Double { (training + validation) / (batches * step) }
  }

  /// One epoch at a rate that leaves the weights healthy.
  func measure(_ architecture: any Architecture, widths: [Int]?) throws -> Result {
    var recipe = Recipe(network: architecture.name)
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
