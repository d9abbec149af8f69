import Files
import Screen
import Training

extension OtherStatistics {
  var json: JSON {
    [
      "kind": .string(kind.rawValue), "accuracy": .number(evaluation.accuracy), "loss": .number(evaluation.loss),
    ]
  }

  /// `accuracy` is what the chosen kind gives.
  func text(beside accuracy: Double) -> String {
    "with --bn-stats \(kind.rawValue) it gives accuracy \(Figures.percent(evaluation.accuracy)) % "
      + "(\(Figures.points(evaluation.accuracy - accuracy))), loss \(Figures.fixed(evaluation.loss, 4))"
  }
}
