import Files
import Screen
import Training

extension OtherStatistics {
  var json: JSON { evaluation.json(ofKind: .string(kind.rawValue)) }

  /// `accuracy` is what the chosen kind gives.
  func text(beside accuracy: Double) -> String {
    evaluation.text(with: "--bn-stats \(kind.rawValue)", beside: accuracy)
  }
}

extension Evaluation {
  /// What another way of evaluating gives; `kind` says which.
  func json(ofKind kind: JSON) -> JSON { ["kind": kind, "accuracy": .number(accuracy), "loss": .number(loss)] }

  /// What evaluating with these words of the command line gives beside another accuracy.
  func text(with option: String, beside other: Double) -> String {
    "with \(option) it gives accuracy \(Figures.percent(accuracy)) % (\(Figures.points(accuracy - other))), "
      + "loss \(Figures.fixed(loss, 4))"
  }
}
