import ImageData
import Kernels
import Networks
import Training

/// What a trained network predicts on the validation images, and figures of its layers.
package struct Interpretation: Sendable {
  package let classes: [String]
  package let predictions: Predictions
  package let evaluation: Evaluation
  package let confusion: ConfusionMatrix
  package let calibration: Calibration
  package let report: ClassificationReport
  /// With test-time augmentation, if it was requested.
  package let augmented: Evaluation?
  /// With the other kind of batch statistics, where the network holds both.
  package let other: OtherStatistics?
  package let filters: [FilterImage]
  package let norms: [NormFigures]
  /// On one training batch; the network is restored.
  package let layers: [LayerFigures]

  /// Evaluates the network of `run`, whose outputs must be finite; also with test-time augmentation where that
  /// is asked for. Borrows the cores by `lease`, batch by batch.
  package init(
    of run: TrainingRun, augmentation: TestTimeAugmentation = .off, lease: CoreLease? = nil
  ) throws(NonFiniteOutputs) {
    let evaluator = Evaluator(run.network, statistics: run.learner.statistics, lease: lease)
    classes = run.data.classes
    predictions = evaluator.predict(run.data.valid)
    evaluation = try predictions.evaluate()
    confusion = ConfusionMatrix(predictions)
    calibration = Calibration(predictions)
    report = ClassificationReport(predictions, classes)
    augmented =
      augmentation == .off
      ? nil
      : try evaluator.predict(
        run.data.valid, augmentation, padding: run.recipe.training.augmentation.padding, seed: run.recipe.seed
      ).evaluate()
    other = evaluator.evaluateOther(run.data.valid)
    filters = FilterImage.firstLayer(of: run.network)
    norms = NormFigures.all(of: run.network)
    layers = run.learner.measureLayers(lease: lease)
  }

  /// From existing predictions and figures.
  package init(
    classes: [String], predictions: Predictions, filters: [FilterImage] = [], norms: [NormFigures] = [],
    layers: [LayerFigures] = [], other: OtherStatistics? = nil
  ) throws(NonFiniteOutputs) {
    self.classes = classes
    self.predictions = predictions
    evaluation = try predictions.evaluate()
    confusion = ConfusionMatrix(predictions)
    calibration = Calibration(predictions)
    report = ClassificationReport(predictions, classes)
    augmented = nil
    self.other = other
    self.filters = filters
    self.norms = norms
    self.layers = layers
  }

  package func topLosses(_ count: Int) -> [Int] {
    let losses = (0..<predictions.count).map(predictions.loss)
    return Array(losses.indices.sorted { (losses[$1], $0) < (losses[$0], $1) }.prefix(count))
  }
}
