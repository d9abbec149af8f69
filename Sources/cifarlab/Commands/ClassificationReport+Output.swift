import Experiments
import Files
import Screen

extension ClassificationReport {
  /// A table of the classes, and a line of what holds for all of them.
  var text: String {
    var table = TextTable([
      ("class", .left), ("precision", .right), ("recall", .right), ("F1", .right), ("AUC", .right),
      ("images", .right),
    ])
    for row in classes + [macro, weighted] {
      table.add([
        row.name, Figures.percent(row.precision), Figures.percent(row.recall), Figures.percent(row.f1),
        row.auc.map { Figures.fixed($0, 4) } ?? "", Figures.grouped(row.support),
      ])
    }
    let more = topK.map { ", top \($0.k) \(Figures.percent($0.share)) %" }.joined()
    return """
      \(table.text)
      accuracy \(Figures.percent(accuracy)) %, 95 % interval \(Figures.percent(interval.lowerBound)) … \
      \(Figures.percent(interval.upperBound)) %\(more)

      """
  }

  /// Shares are fractions.
  var json: JSON {
    [
      "classes": .array(classes.map(\.json)), "macro": macro.json, "weighted": weighted.json,
      "accuracy": .number(accuracy), "interval": .numbers([interval.lowerBound, interval.upperBound]),
      "top": .object(Dictionary(uniqueKeysWithValues: topK.map { ("\($0.k)", .number($0.share)) })),
    ]
  }
}

extension ClassificationReport.Row {
  fileprivate var json: JSON {
    [
      "name": .string(name), "precision": .number(precision), "recall": .number(recall), "f1": .number(f1),
      "images": .int(support), "auc": .figure(auc),
    ]
  }
}
