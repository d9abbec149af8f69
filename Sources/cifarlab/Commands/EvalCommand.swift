import Experiments
import Files
import Kernels
import Screen
import Training

/// `eval RUN` or `eval NET --init FILE`: loss and accuracy on the validation images.
enum EvalCommand {
  static let command = Command(
    "eval", operands: "RUN", "loss and accuracy of a run, or of NET with --init FILE",
    details: [
      "The last weights of the run, or with --best those of its best epoch.",
      "--predictions writes a safetensors file: log_probabilities [images, classes] and labels [images].",
    ],
    options: [Options.augmentations, Options.report, Options.predictions] + Inputs.trainedOptions
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let augmentations = try arguments[Options.augmentations] ?? 0
    let file = try arguments[Options.predictions]
    if let file { try FileAccess.checkWritable(file) }
    let run = try Inputs.trained(arguments, console)
    let evaluator = Evaluator(run.network, statistics: run.learner.statistics)
    console.progress("evaluating")
    let predictions = evaluator.predict(
      run.data.valid, augmented: augmentations, padding: run.recipe.training.augmentation.padding, seed: run.recipe.seed
    )
    let result = try predictions.evaluate()
    if let file { try FileAccess.write(predictions.safetensors.bytes, to: file) }
    console.progress("")
    let report = arguments.has(Options.report) ? ClassificationReport(predictions, run.data.classes) : nil
    if arguments.has(Options.json) {
      var facts: [String: JSON] = [
        "event": "eval", "loss": .number(result.loss), "accuracy": .number(result.accuracy),
        "images": .int(result.images), "tta": .int(augmentations),
      ]
      facts["report"] = report?.json
      try console.write(.object(facts))
    } else {
      let tta = augmentations > 0 ? ", mean over the image and \(augmentations) augmented ones" : ""
      try console.write(
        "\(run.network.architecture.name) on \(run.data.name): accuracy \(Figures.percent(result.accuracy)) %, "
          + "loss \(Figures.fixed(result.loss, 4)), \(Figures.grouped(result.images)) images\(tta)\n")
      if let report { try console.write("\n" + report.text) }
    }
    return .done
  }
}

extension Predictions {
  /// For other tools.
  fileprivate var safetensors: Safetensors {
    Safetensors(tensors: [
      Safetensors.Tensor(name: "log_probabilities", shape: [count, classes], values: logProbabilities),
      Safetensors.Tensor(name: "labels", shape: [count], values: labels.map(Float.init)),
    ])
  }
}
