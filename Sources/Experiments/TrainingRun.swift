import ImageData
import Kernels
import Networks
import Training

/// A recipe brought to life: the network, the images, and the learner that trains one on the other.
///
/// Command line and lab both run this. One run at a time uses a pool.
package final class TrainingRun {
  package let recipe: Recipe
  package let data: DataSet
  package let network: Network
  package let learner: Learner

  /// Builds network and learner. `data` is what `recipe.data` names, whole; the recipe's subset is taken of it here.
  package init(_ recipe: Recipe, data: DataSet, pool: WorkerPool) throws {
    let architecture = try Architectures.named(recipe.network)
    self.recipe = recipe
    self.data = data
    let image = MapShape(3, data.train.size, data.train.size)
    network = try Network(
      architecture, widths: recipe.widths, image: image, classes: data.classes.count, batchSize: recipe.batchSize,
      seed: recipe.seed, pool: pool)
    learner = Learner(network: network, data: data, options: try recipe.learnerOptions(for: data, architecture))
  }

  /// Trains; the events come on the calling thread.
  package func run(_ control: TrainingControl = TrainingControl(), _ emit: (TrainingEvent) -> Void) -> StopReason {
    learner.run(control, emit)
  }
}

extension Recipe {
  /// What the learner needs to know of it.
  package func learnerOptions(for data: DataSet, _ architecture: any Architecture) throws -> LearnerOptions {
    LearnerOptions(
      fits: fits.isEmpty ? try architecture.schedule.map { try FitCall(parsing: $0) } : fits, batchSize: batchSize,
      seed: seed, augmentation: Augmentation(isOn: augments, padding: padding), shuffles: shuffles, momentum: momentum,
      maxSteps: maxSteps, learningRateChanges: learningRateChanges)
  }
}
