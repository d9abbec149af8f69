import Experiments
import Files
import ImageData
import Kernels
import Screen
import Training

/// `eval RUN` or `eval NET --init FILE`: loss and accuracy on the validation images, or on those kept for a test.
enum EvalCommand {
  static let command = Command(
    "eval", operands: "RUN", "loss and accuracy of a run, or of NET with --init FILE",
    details: [
      "The last weights of the run, or with --best those of its best epoch.",
      "--predictions writes a safetensors file: log_probabilities [images, classes] and labels [images].",
    ],
    options: [Options.keptTest, Options.augmentation, Options.report, Options.predictions] + Inputs.trainedOptions
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let augmentation = try arguments[Options.augmentation] ?? .off
    let file = try arguments[Options.predictions]
    if let file { try FileAccess.checkWritable(file) }
    let run = try Inputs.trained(arguments, console)
    let images = arguments.has(Options.keptTest) ? try keptTest(run.data) : run.data.valid
    let evaluator = Evaluator(run.network, statistics: run.learner.statistics)
    console.progress("evaluating")
    let predictions = evaluator.predict(
      images, augmentation, padding: run.recipe.training.augmentation.padding, seed: run.recipe.seed
    )
    let result = try predictions.evaluate()
    if let file { try FileAccess.write(predictions.safetensors.bytes, to: file) }
    console.progress("")
    let report = arguments.has(Options.report) ? ClassificationReport(predictions, run.data.classes) : nil
    if arguments.has(Options.json) {
      var facts: [String: JSON] = [
        "event": "eval", "loss": .number(result.loss), "accuracy": .number(result.accuracy),
        "images": .int(result.images), "tta": augmentation.json,
      ]
      facts["report"] = report?.json
      try console.write(.object(facts))
    } else {
      let tta = augmentation == .off ? "" : ", mean over the image and \(augmentation.others("ones"))"
      try console.write(
        "\(run.network.architecture.name) on \(run.data.name): accuracy \(Figures.percent(result.accuracy)) %, "
          + "loss \(Figures.fixed(result.loss, 4)), \(Figures.grouped(result.images)) images\(tta)\n")
      if let report { try console.write("\n" + report.text) }
    }
    return .done
  }

  /// The images that were left aside for this.
  private static func keptTest(_ data: DataSet) throws(FileProblem) -> ImageSet {
    guard let test = data.test else {
      throw FileProblem(
        path: data.source, reason: "has no test images beside those that validate",
        remedy: "train with --valid 0.2, which keeps a test that is there, or with --test 0.1, which keeps a share")
    }
    return test
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
