import Experiments
import Files
import Foundation
import Screen
import Training

/// `inspect RUN` or `inspect NET --init FILE`: errors of a trained network, and its layers.
enum InspectCommand {
  static let command = Command(
    "inspect", operands: "RUN", "confusion, worst images, calibration, filters, layers by epoch",
    details: ["Of a run, or of NET with --init FILE. --count says how many of the worst images are shown."],
    options: [Options.count, Options.augmentation, Options.ascii] + Inputs.trainedOptions
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let count = try arguments[Options.count] ?? 4
    let augmentation = try arguments[Options.augmentation] ?? .off
    let run = try Inputs.trained(arguments, console)
    console.progress("looking at every image")
    let insight = try Interpretation(of: run, augmentation: augmentation)
    console.progress("")
    let layers = LayerReport(insight, history: try history(arguments))
    let report = InspectReport(run, insight, layers, worst: insight.topLosses(count), augmentation: augmentation)
    if arguments.has(Options.json) {
      try console.write(report.json)
    } else {
      try console.write(report.text)
      try console.write(drawn: report.pictures(console, ascii: arguments.has(Options.ascii)))
    }
    return .done
  }

  /// Figures of the layers by epoch; empty for weights from a file.
  private static func history(_ arguments: Arguments) throws -> [LayerRow] {
    guard !arguments.has(Options.initialWeights) else { return [] }
    return try arguments.storeToRead().find(try arguments.onlyRun()).layers()
  }
}

/// An interpretation as JSON and as text.
private struct InspectReport {
  private let run: TrainingRun
  private let insight: Interpretation
  private let layers: LayerReport
  private let worst: [Int]
  private let augmentation: TestTimeAugmentation

  init(
    _ run: TrainingRun, _ insight: Interpretation, _ layers: LayerReport, worst: [Int],
    augmentation: TestTimeAugmentation
  ) {
    self.run = run
    self.insight = insight
    self.layers = layers
    self.worst = worst
    self.augmentation = augmentation
  }

  private func name(_ label: Int) -> String { insight.classes[label] }
  private func label(_ image: Int) -> String { name(Int(insight.predictions.labels[image])) }
  private func predicted(_ image: Int) -> String { name(insight.predictions.predicted(image)) }

  var json: JSON {
    let calibration: [JSON] = insight.calibration.bins.map { bin in
      [
        "lower": .number(bin.lower), "upper": .number(bin.upper), "images": .int(bin.images),
        "confidence": .number(bin.confidence), "accuracy": .number(bin.accuracy),
      ]
    }
    var facts: [String: JSON] = [
      "event": "inspect", "network": .string(run.network.architecture.name), "classes": .strings(insight.classes),
      "loss": .number(insight.evaluation.loss), "accuracy": .number(insight.evaluation.accuracy),
      "images": .int(insight.evaluation.images), "confusion": .array(insight.confusion.counts.map { .ints($0) }),
      "class_accuracy": .array(insight.confusion.classAccuracies.map { .figure($0) }),
      "calibration": .array(calibration), "expected_calibration_error": .number(insight.calibration.expectedError),
      "layers": layers.json, "layers_by_epoch": layers.historyJSON,
    ]
    facts["most_confused"] = .array(
      insight.confusion.mostConfused.prefix(10).map { pair in
        [
          "label": .string(name(pair.label)), "predicted": .string(name(pair.predicted)),
          "images": .int(pair.images),
        ]
      })
    facts["worst"] = .array(
      worst.map { image in
        [
          "index": .int(image), "label": .string(label(image)), "predicted": .string(predicted(image)),
          "loss": .number(insight.predictions.loss(image)),
        ]
      })
    if let other = insight.other { facts["other_bn_stats"] = other.json }
    if let augmented = insight.augmented {
      facts["tta"] = augmentation.json
      facts["tta_accuracy"] = .number(augmented.accuracy)
      facts["tta_loss"] = .number(augmented.loss)
    }
    return .object(facts)
  }

  /// The text without pictures.
  var text: String {
    let evaluation = insight.evaluation
    var text = """
      \(run.network.architecture.name) on \(run.data.name): accuracy \(Figures.percent(evaluation.accuracy)) %, \
      loss \(Figures.fixed(evaluation.loss, 4)), \(Figures.grouped(evaluation.images)) images

      """
    if let augmented = insight.augmented {
      text += "with \(augmentation.others("images")) beside the plain one: accuracy "
      text += "\(Figures.percent(augmented.accuracy)) % (\(Figures.points(augmented.accuracy - evaluation.accuracy))), "
      text += "loss \(Figures.fixed(augmented.loss, 4))\n"
    }
    if let other = insight.other { text += other.text(beside: evaluation.accuracy) + "\n" }
    text += "\nconfusion: a row a class, in it what was predicted\n\(confusion.text)"
    text += "\nmost confused\n"
    for pair in insight.confusion.mostConfused.prefix(5) {
      text += "  \(pair.images)  \(name(pair.label)) taken for \(name(pair.predicted))\n"
    }
    text += "\ncalibration: expected error \(Figures.percent(insight.calibration.expectedError)) %\n\(calibration.text)"
    return text + "\n"
  }

  private var confusion: TextTable {
    let short = insight.classes.map { String($0.prefix(5)) }
    var table = TextTable([("", .left)] + short.map { ($0, .right) } + [("right %", .right)])
    for (index, row) in insight.confusion.counts.enumerated() {
      let right = insight.confusion.classAccuracies[index].map { Figures.fixed($0 * 100, 1) } ?? "–"
      table.add([insight.classes[index]] + row.map(String.init) + [right])
    }
    return table
  }

  private var calibration: TextTable {
    var table = TextTable([("confidence %", .right), ("images", .right), ("mean %", .right), ("right %", .right)])
    for bin in insight.calibration.bins where bin.images > 0 {
      table.add([
        "\(Figures.fixed(bin.lower * 100, 0))–\(Figures.fixed(bin.upper * 100, 0))", "\(bin.images)",
        Figures.fixed(bin.confidence * 100, 1), Figures.fixed(bin.accuracy * 100, 1),
      ])
    }
    return table
  }

  /// Curves of the layers, and top losses with their labels.
  func pictures(_ console: Console, ascii: Bool) -> String {
    let size = run.data.size
    let perRow = max(1, (console.columns + 2) / (size + 2))
    var text = layers.text(console, ascii: ascii) + "\nworst images\n"
    for start in stride(from: 0, to: worst.count, by: perRow) {
      let row = worst[start..<min(start + perRow, worst.count)]
      let labels = row.map { image in
        "\(label(image).printable) as \(predicted(image).printable) \(Figures.fixed(insight.predictions.loss(image), 2))"
          .padded(to: size)
      }
      text += labels.joined(separator: "  ").trimmingEnd + "\n"
      text += ImageText.render(
        row.map { PixelImage(width: size, height: size, planes: run.data.valid.image($0)) }, width: console.columns,
        capabilities: console.capabilities(ascii: ascii))
    }
    return text
  }
}
