import ImageData
import Kernels
import Networks
import Training

/// What a trained network does on the validation images, and what it looks like inside.
package struct Interpretation: Sendable {
  package let classes: [String]
  package let predictions: Predictions
  package let evaluation: Evaluation
  package let confusion: ConfusionMatrix
  package let calibration: Calibration
  /// With test-time augmentation, where it was asked for.
  package let augmented: Evaluation?
  package let filters: [FilterImage]
  /// Of one training batch, which leaves no trace.
  package let layers: [LayerFigures]

  /// Asks the network of `run`, whose outputs must be finite; `augmentations` above 0 adds what test-time augmentation
  /// gains.
  package init(of run: TrainingRun, augmentations: Int = 0) throws(NonFiniteOutputs) {
    let evaluator = Evaluator(run.network, statistics: run.learner.statistics)
    classes = run.data.classes
    predictions = evaluator.predict(run.data.valid)
    evaluation = try predictions.evaluate()
    confusion = ConfusionMatrix(predictions)
    calibration = Calibration(predictions)
    augmented =
      augmentations > 0
      ? try evaluator.predict(
        run.data.valid, augmented: augmentations, padding: run.recipe.training.augmentation.padding,
        seed: run.recipe.seed
      ).evaluate() : nil
    filters = FilterImage.firstLayer(of: run.network)
    layers = run.learner.measureLayers()
  }

  /// From what has been measured already.
  package init(
    classes: [String], predictions: Predictions, filters: [FilterImage] = [], layers: [LayerFigures] = []
  ) throws(NonFiniteOutputs) {
    self.classes = classes
    self.predictions = predictions
    evaluation = try predictions.evaluate()
    confusion = ConfusionMatrix(predictions)
    calibration = Calibration(predictions)
    augmented = nil
    self.filters = filters
    self.layers = layers
  }

  /// The images with the highest loss first.
  package func topLosses(_ count: Int) -> [Int] {
    let losses = (0..<predictions.count).map(predictions.loss)
    return Array(losses.indices.sorted { (losses[$1], $0) < (losses[$0], $1) }.prefix(count))
  }
}
